"""Which days somebody asks for."""

from enum import StrEnum


class PeriodChoice(StrEnum):
    """Days that can be asked for by a word."""

    QUARTER = "quarter"
    """The last three whole months."""
    YEAR = "year"
    """This tax year, until today."""
    ALL = "all"
    """Since the member joined, until today."""
    OWN = "own"
    """From a day to a day."""
