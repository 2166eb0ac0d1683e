"""`marketplace gaps`: the commands of access to support. What they need is imported when they run."""

# ruff: noqa: PLC0415 - a command imports what it needs when it runs, so that the others are quick

from pathlib import Path

import click

from marketplace.cli.options import data_dir_option, settings_of


@click.group()
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
@data_dir_option
def compute(data_dir: Path | None) -> None:
    """Work out access of all small areas now. A worker does so some minutes after each change."""
    from marketplace.cli.gaps import run_compute

    run_compute(settings_of(data_dir=data_dir))
