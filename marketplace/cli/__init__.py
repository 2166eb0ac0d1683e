"""The `marketplace` command. What a command needs is imported when it runs, so that --help is quick."""

# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that the others are quick

import os
import sys
from pathlib import Path
from typing import Any

import click

from marketplace.cli import sentences
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import HIGHEST_PORT, Settings, load_settings

MOST_LISTINGS = 1_000_000


class WholeNumber(click.ParamType[int]):
    """A whole number within bounds, with an error in plain words."""

    name = "number"

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest, self.highest = lowest, highest

    def convert(self, value: Any, param: click.Parameter | None, _: click.Context | None) -> int:
        """Turn what was typed into the number."""
        text = str(value)
        if text.isascii() and text.isdigit() and len(text) < len(str(self.highest)) + 3:
            number = int(text)
            if self.lowest <= number <= self.highest:
                return number
        name = param.opts[0] if param else "It"
        raise OperatorError(
            f"{name} must be a whole number from {self.lowest:,} to {self.highest:,}, not {text[:40]!r}."
        )


def _settings(**options: object) -> Settings:
    """The settings of the environment; options go over them, and on to child processes."""
    names = {"data_dir": "MARKETPLACE_DATA_DIR", "port": "MARKETPLACE_PORT", "council": "MARKETPLACE_COUNCIL"}
    for option, value in options.items():
        if value is not None:
            os.environ[names[option]] = str(value)
    return load_settings(os.environ)


_data_dir = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help="Folder for the database, the places and the search index. [MARKETPLACE_DATA_DIR]",
)
_port = click.option(
    "--port", type=WholeNumber(1, HIGHEST_PORT), help="Port to listen on. [MARKETPLACE_PORT]"
)


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


@cli.group()
def gaps() -> None:
    """Access to support: what is free for the people who need it."""


@gaps.command()
@click.option("--need", type=click.Path(path_type=Path), required=True, help="CSV with id and people.")
@click.option("--supply", type=click.Path(path_type=Path), required=True, help="CSV with id and capacity.")
@click.option(
    "--cost", type=click.Path(path_type=Path), required=True, help="CSV with need_id, supply_id and cost."
)
@click.option("--bands", required=True, help="Edge:weight, edges included, as in 20:1,40:0.68,60:0.22.")
def access(need: Path, supply: Path, cost: Path, bands: str) -> None:
    """Work out access (E2SFCA) for files of your own, and print id,access as CSV."""
    from marketplace.cli.gaps import run_access

    run_access(need, supply, cost, bands)


@gaps.command()
@_data_dir
def compute(data_dir: Path | None) -> None:
    """Work out access of all small areas now. A worker does so some minutes after each change."""
    from marketplace.cli.gaps import run_compute

    run_compute(_settings(data_dir=data_dir))


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
