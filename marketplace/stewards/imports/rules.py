"""What the pages of imports say, as pure functions."""

import re
from collections.abc import Iterable, Mapping

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.imports.kept.schemas import Choice, Counts, ImportStatus, Outcome, Show
from marketplace.listings.imports.nearness.schemas import Why

_ROW = re.compile(r"row-(\d{1,7})")
MOST_CHOICES = 100
"""A page has fewer rows than this."""


def read_choices(sent: Iterable[tuple[str, object]]) -> dict[int, str]:
    """What was chosen for rows, by their numbers."""
    pairs = ((_ROW.fullmatch(name), value) for name, value in sent)
    read = {int(match[1]): value for match, value in pairs if match and isinstance(value, str)}
    return dict(list(read.items())[:MOST_CHOICES])


def status_words(status: ImportStatus) -> str:
    """Where an import is."""
    return {
        ImportStatus.OPEN: _("Not brought in yet"),
        ImportStatus.IMPORTING: _("Being brought in"),
        ImportStatus.IMPORTED: _("Brought in"),
        ImportStatus.UNDOING: _("Being undone"),
        ImportStatus.UNDONE: _("Undone"),
        ImportStatus.DISCARDED: _("Thrown away"),
    }[status]


def status_colour(status: ImportStatus) -> str:
    """Colour of its tag; the words say the same."""
    return {ImportStatus.OPEN: "yellow", ImportStatus.IMPORTED: "green"}.get(status, "grey")


def why_words(why: Why) -> str:
    """Why two may be the same."""
    return {
        Why.SAME: _("Same provider, title and place"),
        Why.PLACE: _("Same postcode of the place, similar title"),
        Why.WEBSITE: _("Same website, similar title"),
        Why.NAME: _("Similar provider and title"),
    }[why]


def choice_words() -> dict[Choice, str]:
    """What can be chosen for many rows at once."""
    return {
        Choice.LEAVE: _("Leave them out"),
        Choice.MERGE: _("Add what is missing to the listing that is most alike"),
        Choice.NEW: _("List them as new"),
    }


def outcome_words(outcome: Outcome) -> str:
    """What became of a row."""
    return {
        Outcome.ADDED: _("Listed as new"),
        Outcome.MERGED: _("Merged: what was missing was added"),
        Outcome.LEFT: _("Left out, as chosen"),
        Outcome.PROBLEM: _("Left out: it has a problem"),
        Outcome.ELSEWHERE: _("Left out: it is in another place"),
        Outcome.LISTED: _("Left out: it was listed in the meantime"),
        Outcome.GONE: _("Left out: the listing to merge it into was taken down"),
        Outcome.TWICE: _("Left out: another row was merged into the same listing"),
        Outcome.OWN: _("Left as it is: you look after this listing, so another steward has to do it"),
        Outcome.NOTHING: _("Left as it is: the listing says all this already"),
    }[outcome]


def undone_words(undone: str) -> str:
    """What the undoing did with a row."""
    return {
        "undone": _("Taken back"),
        "left": _("Not taken back: somebody changed it or took it on since"),
    }.get(undone, "")


def show_words(counts: Counts, status: ImportStatus) -> list[tuple[Show, str, int]]:
    """Parts of the rows to look at, each with how many it has; empty parts are left out."""
    parts = [
        (Show.ALL, _("All rows"), counts.total),
        (Show.ALIKE, _("Perhaps listed already"), counts.alike),
        (Show.NEW, _("New"), counts.new),
        (Show.MERGE, _("To merge"), counts.merge),
        (Show.LEAVE, _("Left out"), counts.leave),
        (Show.PROBLEMS, _("With problems"), counts.problems),
        (Show.ELSEWHERE, _("In other places"), counts.elsewhere),
        (Show.KEPT, _("Not taken back"), counts.kept),
    ]
    is_open = status is ImportStatus.OPEN
    chosen = {Show.NEW, Show.MERGE, Show.LEAVE, Show.ALIKE}
    return [part for part in parts if part[2] and (is_open or part[0] not in chosen)]


def import_words(counts: Counts) -> str:
    """The button that brings rows in, with what it does."""
    if not counts.merge:
        return ngettext("Bring in %(num)s listing", "Bring in %(num)s listings", counts.new)
    if not counts.new:
        return ngettext("Merge %(num)s row", "Merge %(num)s rows", counts.merge)
    return _("Bring in %(new)s and merge %(merge)s", new=counts.new, merge=counts.merge)


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    words: Mapping[str, str] = {
        "sent": _("Your spreadsheet was read. Nothing is listed yet."),
        "chosen": _("Your choices are saved."),
        "imported": _("Done. The listings are public, and search finds them in a moment."),
        "importing": _("The rows are being brought in. With so many it takes some minutes."),
        "undone": _("The import is undone."),
        "undoing": _("The import is being undone. With so many rows it takes some minutes."),
        "discarded": _("The spreadsheet was thrown away. Nothing was listed by it."),
    }
    return words.get(code, "")
