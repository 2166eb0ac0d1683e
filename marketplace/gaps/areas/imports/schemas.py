"""What goes in and out of an import of areas."""

from typing import Any

from msgspec import Struct

from marketplace.gaps.areas.schemas import Ring


class ReadArea(Struct, frozen=True, kw_only=True):
    """A feature of a file. `problem` says why it cannot be taken; then there may be no polygons."""

    row: int
    """Which of the file's features it is, from 1."""
    properties: dict[str, Any]
    polygons: tuple[tuple[Ring, ...], ...] = ()
    problem: str = ""


class AreaProblem(Struct, frozen=True, kw_only=True):
    """What is wrong with a feature, or with all of a council's."""

    row: int | None
    """The feature, from 1; None for the file or a council as a whole."""
    what: str
    """Code of the area, or name of the council; empty where there is none."""
    message: str


class AreaImport(Struct, frozen=True, kw_only=True):
    """What is asked of an import of areas."""

    source: str = ""
    """Whose areas they are, in words for pages; the name of the file if nothing is said."""
    period: str = ""
    code_property: str = ""
    """Which property of a feature is its code, if it is not one that is known."""
    name_property: str = ""
    council_code: str | None = None
    """Take this council's areas only."""
    leaves_out: bool = False
    """Take what is right, and leave out what is not."""
    is_dry_run: bool = False


class AreaReport(Struct, frozen=True, kw_only=True):
    """What came of it."""

    areas: int
    councils: tuple[str, ...]
    """Names of the councils that have these areas now, or would have."""
    problems: tuple[AreaProblem, ...]
    passed_over: int
    """Areas of other councils than the one asked for."""
    is_done: bool
    is_dry_run: bool
