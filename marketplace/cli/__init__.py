"""The `marketplace` command. What a command needs is imported when it runs, so that --help is quick."""

# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that the others are quick

import os
import sys
from pathlib import Path

import click

from marketplace.cli import sentences
from marketplace.cli.gap_commands import gaps
from marketplace.cli.options import WholeNumber
from marketplace.cli.options import data_dir_option as _data_dir
from marketplace.cli.options import port_option as _port
from marketplace.cli.options import settings_of as _settings
from marketplace.kernel.errors import OperatorError

MOST_LISTINGS = 1_000_000


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's way
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(version("hereabouts"))
        except PackageNotFoundError:
            click.echo("a working copy that is not installed")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version.",
)
def cli() -> None:
    """Hereabouts: find, pool and shape local support."""


cli.add_command(gaps)


@cli.command()
@click.option(
    "--listings", type=WholeNumber(1, MOST_LISTINGS), help="How many made-up listings to load. Default 5000."
)
@click.option("--council", help="Load them for one council's area only, by its code, e.g. E06000054.")
@_port
@_data_dir
def demo(listings: int | None, council: str | None, port: int | None, data_dir: Path | None) -> None:
    """Start everything on this machine with made-up listings, and print the address."""
    from marketplace.cli.demo import run_demo

    run_demo(_settings(data_dir=data_dir, port=port), listings, council)


@cli.command()
@click.option("--with-worker", is_flag=True, help="Run the worker too, as a process beside the web server.")
@_port
@_data_dir
def serve(with_worker: bool, port: int | None, data_dir: Path | None) -> None:  # noqa: FBT001 - as click calls it
    """Serve the site."""
    from marketplace.cli.serving import run_server

    run_server(_settings(data_dir=data_dir, port=port), with_worker=with_worker)


@cli.command()
@_data_dir
def worker(data_dir: Path | None) -> None:
    """Keep the search indexes in step, send letters, and do timed work, until stopped."""
    from marketplace.cli.tasks import run_worker

    run_worker(_settings(data_dir=data_dir))


@cli.command()
@_data_dir
def retry(data_dir: Path | None) -> None:
    """Have jobs and letters that failed for good tried again."""
    from marketplace.cli.tasks import run_retry

    run_retry(_settings(data_dir=data_dir))


@cli.command()
@_data_dir
def migrate(data_dir: Path | None) -> None:
    """Bring the database up to date, and build the list of places if it is not there."""
    from marketplace.cli.tasks import run_migrate

    run_migrate(_settings(data_dir=data_dir))


@cli.command()
@click.option(
    "--listings",
    type=WholeNumber(1, MOST_LISTINGS),
    default=5000,
    help="How many made-up listings to load. Default 5000.",
)
@click.option("--council", help="Load them for one council's area only, by its code, e.g. E06000054.")
@_data_dir
def seed(listings: int, council: str | None, data_dir: Path | None) -> None:
    """Load demonstration data into an empty database."""
    from marketplace.cli.preparing import run_seed

    run_seed(_settings(data_dir=data_dir), listings, council)


@cli.command()
@click.option("--engine", help="Only this one: embedded or meilisearch. Otherwise all that are set.")
@_data_dir
def reindex(engine: str | None, data_dir: Path | None) -> None:
    """Make the search indexes anew beside the living ones, and swap them in."""
    from marketplace.cli.tasks import run_reindex

    run_reindex(_settings(data_dir=data_dir), engine)


@cli.command("search-keys")
def search_keys() -> None:
    """Make two keys with the least rights on the search server, out of its master key.

    The master key is MEILI_MASTER_KEY of the environment, or else asked for.
    """
    from marketplace.cli.search_keys import run_search_keys

    run_search_keys(_settings())


@cli.command()
@_data_dir
def doctor(data_dir: Path | None) -> None:
    """Say what is configured, reachable and out of step. Exit code 1 when something is wrong."""
    from marketplace.cli.doctor import run_doctor

    sys.exit(0 if run_doctor(_settings(data_dir=data_dir)) else 1)


@cli.command("audit-export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--council", help="Only one council's entries, by its code, or national. Otherwise all.")
@_data_dir
def audit_export(file: Path, council: str | None, data_dir: Path | None) -> None:
    """Write who did what, and when, to FILE as CSV, newest first."""
    from marketplace.cli.auditing import run_audit_export

    run_audit_export(_settings(data_dir=data_dir), file, council)


@cli.group("import")
def import_group() -> None:
    """Bring in data of your own."""


@import_group.command("listings")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")
@click.option("--template", is_flag=True, help="Write an empty spreadsheet to FILE to start from.")
@_data_dir
def import_listings(file: Path, dry_run: bool, template: bool, data_dir: Path | None) -> None:  # noqa: FBT001 - as click calls it
    """Import listings from FILE (.csv or .xlsx): all of them, or none and a report by row and column."""
    from marketplace.cli.imports import run_import, write_template

    if template:
        write_template(file)
    else:
        run_import(_settings(data_dir=data_dir), file, dry_run=dry_run)


_source = click.option("--source", default="", help="Whose they are, in words that pages show.")
_period = click.option("--period", default="", help='Of when they are, in words: "2021", "31 March 2026".')
_of_council = click.option("--council", help="Take those of one council only, by its code, e.g. E06000054.")
_leaves_out = click.option(
    "--leave-out-bad-rows", is_flag=True, help="Take what is right, and leave out what is not."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")


@import_group.command("areas")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@_source
@_period
@click.option("--code", default="", help="The property that is an area's code, if it is not found.")
@click.option("--name", default="", help="The property that is an area's name, if it is not found.")
@_of_council
@_leaves_out
@_dry_run
@_data_dir
def import_areas(
    file: Path | None,
    source: str,
    period: str,
    code: str,
    name: str,
    council: str | None,
    leave_out_bad_rows: bool,  # noqa: FBT001 - as click calls it
    dry_run: bool,  # noqa: FBT001 - as click calls it
    data_dir: Path | None,
) -> None:
    """Import official small areas from FILE (.geojson or .topojson), such as those of the ONS.

    All of them, or none and a report. Without FILE the council goes back to the areas that are built in.
    """
    from marketplace.cli.gap_imports import run_import_areas
    from marketplace.gaps.areas.imports.schemas import AreaImport

    asked = AreaImport(
        source=source,
        period=period,
        code_property=code,
        name_property=name,
        council_code=council,
        leaves_out=leave_out_bad_rows,
        is_dry_run=dry_run,
    )
    run_import_areas(_settings(data_dir=data_dir), file, asked)


@import_group.command("need")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@_source
@_period
@click.option(
    "--withheld", type=WholeNumber(0, 10), help='What a cell counts as that hides a small number ("<5").'
)
@_of_council
@_leaves_out
@_dry_run
@_data_dir
def import_need(
    file: Path | None,
    source: str,
    period: str,
    withheld: int | None,
    council: str | None,
    leave_out_bad_rows: bool,  # noqa: FBT001 - as click calls it
    dry_run: bool,  # noqa: FBT001 - as click calls it
    data_dir: Path | None,
) -> None:
    """Import how many people there are by area from FILE (.csv or .xlsx): by care group, or a census.

    All of them, or none and a report by row. Without FILE what was counted in the council is taken away.
    """
    from marketplace.cli.gap_imports import run_import_need
    from marketplace.gaps.need.imports.schemas import NeedImportAsked

    asked = NeedImportAsked(
        source=source,
        period=period,
        council_code=council,
        withheld=withheld,
        leaves_out=leave_out_bad_rows,
        is_dry_run=dry_run,
    )
    run_import_need(_settings(data_dir=data_dir), file, asked)


@cli.command("create-account")
@click.option("--role", required=True, help="person, provider, practitioner, commissioner, steward, …")
@click.option("--council", help="For staff: the council they work for, by its code, e.g. E06000054.")
@click.option("--address", required=True, help="Email address.")
@click.option("--name", help="What to call them. Default: the address before the @.")
@click.option("--ask-password", is_flag=True, help="Ask for the password instead of making one up.")
@_data_dir
def create_account(
    role: str,
    council: str | None,
    address: str,
    name: str | None,
    ask_password: bool,  # noqa: FBT001 - as click calls it
    data_dir: Path | None,
) -> None:
    """Make an account, such as the first administrator of a council, or give a role to one."""
    from marketplace.cli.accounts import run_create_account

    run_create_account(_settings(data_dir=data_dir), role, council, address, name, asks=ask_password)


@cli.command("prepare-demo", hidden=True)
@click.option("--listings", type=WholeNumber(1, MOST_LISTINGS))
@click.option("--council")
def prepare_demo(listings: int | None, council: str | None) -> None:
    """Get database, places, listings and index ready for `demo`, which runs this as a process of its own."""
    from marketplace.cli.preparing import prepare
    from marketplace.cli.signals import stopped_by_signals
    from marketplace.kernel import processes

    processes.end_with_parent()
    settings = _settings()
    if settings.database_url is None:
        raise OperatorError("This is a part of `marketplace demo`: run that.")
    try:
        with stopped_by_signals():
            prepare(settings, settings.database_url, listings, council)
    except KeyboardInterrupt:
        # The command that runs this one says so.
        sys.exit(130)


def main() -> None:
    """Run the command. Whatever goes wrong is one plain sentence, and an exit code that is not 0."""
    # numpy reads it when it is loaded. Our tables are small and processes are many: threads of its own would
    # wait for each other, and took four times as long where the machine had other work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with cli.make_context("marketplace", sys.argv[1:]) as context:
            cli.invoke(context)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.exceptions.NoArgsIsHelpError as helped:
        click.echo(helped.format_message())
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        sentences.say("Stopped.")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - here every error becomes a sentence
        sentences.say(sentences.sentence_for(error))
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
