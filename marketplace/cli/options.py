"""Options that several commands have, and the settings that they go over."""

import os
from pathlib import Path
from typing import Any

import click

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import HIGHEST_PORT, Settings, load_settings


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


def settings_of(**options: object) -> Settings:
    """The settings of the environment; options go over them, and on to child processes."""
    names = {"data_dir": "MARKETPLACE_DATA_DIR", "port": "MARKETPLACE_PORT", "council": "MARKETPLACE_COUNCIL"}
    for option, value in options.items():
        if value is not None:
            os.environ[names[option]] = str(value)
    return load_settings(os.environ)


data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help="Folder for the database, the places and the search index. [MARKETPLACE_DATA_DIR]",
)
port_option = click.option(
    "--port", type=WholeNumber(1, HIGHEST_PORT), help="Port to listen on. [MARKETPLACE_PORT]"
)
