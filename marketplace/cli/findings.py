"""What `marketplace doctor` found, and how it is said in plain words."""

from datetime import timedelta

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One thing looked at."""

    subject: str
    words: str
    is_wrong: bool = False
    """It does not work, or soon will not: the command fails."""
    is_note: bool = False
    """It works, and somebody has to do something about it all the same."""

    @property
    def mark(self) -> str:
        """The first word of its line."""
        return "WRONG" if self.is_wrong else "look" if self.is_note else "ok"


def sum_up(findings: list[Finding]) -> str:
    """The last line."""
    wrong = sum(each.is_wrong for each in findings)
    notes = sum(each.is_note and not each.is_wrong for each in findings)
    said = f"{wrong} of {len(findings)} things {'is' if wrong == 1 else 'are'} wrong" if wrong else ""
    if notes:
        rest = f"{notes} {'needs' if notes == 1 else 'need'} a look"
        said = f"{said}, {rest}" if said else f"Nothing is wrong; {rest}"
    return f"{said or 'Everything is as it should be'}."


def waiting(count: int) -> str:
    """How many wait."""
    return f"{count:,} {'waits' if count == 1 else 'wait'}" if count else "none waits"


def entries(count: int) -> str:
    """How many of what an index holds: listings, and pools with free places."""
    return f"{count:,} {'listing or pool' if count == 1 else 'listings and pools'}"


def how_long(span: timedelta) -> str:
    """A span of time as people say it, in whole units."""
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        if count := span // length:
            return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"
    return "less than a minute"
