"""Decisions about imports, as pure functions."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.kept.schemas import Choice, Import, ImportStatus
from marketplace.listings.imports.nearness.schemas import Alike, Why

KEPT_FOR = timedelta(days=30)
"""Rows of an import that nobody finished are kept so long, and the problems of one that was."""
RECORD_TYPE = "listing_import"
LONGEST_NAME = 120


def first_choice(alike: Sequence[Alike]) -> Choice:
    """What is done with a row if nobody chooses: nothing is listed twice unless somebody says so.

    Rows of one file that are only near each other go in: the person has them side by side.
    """
    is_listed = any(each.listing for each in alike)
    is_same = any(each.why is Why.SAME for each in alike)
    return Choice.LEAVE if is_listed or is_same else Choice.NEW


def file_name(given: str) -> str:
    """The name of a file without the folders that some browsers send with it."""
    name = given.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:]


def check_open(found: Import, expected_version: int) -> None:
    """ConflictError when it is decided already, or somebody chose otherwise meanwhile."""
    if found.status is not ImportStatus.OPEN:
        raise ConflictError(closed_words(found.status))
    if found.version != expected_version:
        raise ConflictError(
            _("Somebody changed the choices while you were at it. Look at them as they are now.")
        )


def closed_words(status: ImportStatus) -> str:
    """Why nothing can be chosen any more."""
    return {
        ImportStatus.OPEN: "",
        ImportStatus.IMPORTING: _("These rows are being brought in already."),
        ImportStatus.IMPORTED: _("These rows were brought in already."),
        ImportStatus.UNDOING: _("This import is being undone already."),
        ImportStatus.UNDONE: _("This import was undone already."),
        ImportStatus.DISCARDED: _("This spreadsheet was thrown away."),
    }[status]


def read_choice(text: str, alike: Sequence[Alike]) -> tuple[Choice, UUID | None] | None:
    """A choice as a page sends it; None for what the row does not offer."""
    if text in {Choice.NEW, Choice.LEAVE}:
        return Choice(text), None
    target = next((each.listing for each in alike if each.can_merge and str(each.listing) == text), None)
    return (Choice.MERGE, target) if target else None


def choice_for(choice: Choice, alike: Sequence[Alike]) -> tuple[Choice, UUID | None] | None:
    """A choice for many rows at once, for one of them; None when it cannot be."""
    if choice is not Choice.MERGE:
        return choice, None
    target = next((each.listing for each in alike if each.can_merge), None)
    return (Choice.MERGE, target) if target else None
