"""What goes in and out of imports on the web."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from marketplace.listings.imports.nearness.schemas import Alike, Why
from marketplace.listings.imports.schemas import RowProblem
from marketplace.listings.schemas import ListingDraft, ListingStatus


class ImportStatus(StrEnum):
    """Where an import is. Only an open one can be changed, only one that is imported undone."""

    OPEN = "open"
    IMPORTING = "importing"
    """A job has it in hand."""
    IMPORTED = "imported"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


class RowState(StrEnum):
    """How a row was read."""

    READY = "ready"
    PROBLEM = "problem"
    ELSEWHERE = "elsewhere"
    """Its place is another council's."""


class Choice(StrEnum):
    """What is to be done with a row."""

    NEW = "new"
    MERGE = "merge"
    LEAVE = "leave"


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    MERGED = "merged"
    LEFT = "left"
    """As chosen."""
    PROBLEM = "problem"
    """It cannot go in as it is: it had problems, or the two together would have."""
    ELSEWHERE = "elsewhere"
    LISTED = "listed"
    """It was listed by somebody else after the file was read."""
    GONE = "gone"
    """The listing that it was to be merged into was taken down, or moved to another council."""
    TWICE = "twice"
    """An earlier row of the file was merged into the same listing."""
    OWN = "own"
    """The steward is one of the people of the listing's organisation: another has to."""
    NOTHING = "nothing"
    """The listing says it all already."""


class Show(StrEnum):
    """A part of the rows."""

    ALL = "all"
    ALIKE = "alike"
    NEW = "new"
    MERGE = "merge"
    LEAVE = "leave"
    PROBLEMS = "problems"
    ELSEWHERE = "elsewhere"
    KEPT = "kept"
    """Not taken back by the undoing."""


class Import(Struct, frozen=True, kw_only=True):
    """A spreadsheet that a steward sent."""

    id: UUID
    council_code: str
    file_name: str
    status: ImportStatus
    version: int
    ignored: tuple[str, ...]
    created_by: UUID
    created_at: datetime
    imported_by: UUID | None
    imported_at: datetime | None
    undone_by: UUID | None
    undone_at: datetime | None


class Counts(Struct, frozen=True, kw_only=True):
    """How many rows there are of each sort."""

    total: int
    new: int
    merge: int
    leave: int
    problems: int
    elsewhere: int
    alike: int
    """Ready rows that may be the same as something else."""
    same: int
    place: int
    website: int
    name: int
    """Of those by the surest reason."""
    added: int
    merged: int
    undone: int
    kept: int
    """Left by the undoing, because somebody changed them since."""

    def of(self, why: Why) -> int:
        """Rows with this as the surest reason."""
        return int(getattr(self, why.value))


class ImportLine(Struct, frozen=True, kw_only=True):
    """An import in the list."""

    id: UUID
    council_code: str
    file_name: str
    status: ImportStatus
    created_by: UUID
    created_at: datetime
    rows: int
    added: int
    merged: int


class Origin(Struct, frozen=True, kw_only=True):
    """An import that added a listing, or added to it."""

    id: UUID
    file_name: str
    outcome: Outcome
    imported_at: datetime


class Row(Struct, frozen=True, kw_only=True):
    """A row as it stands on the page."""

    number: int
    state: RowState
    provider: str
    title: str
    problems: tuple[RowProblem, ...]
    alike: tuple[Alike, ...]
    choice: Choice
    target: UUID | None
    outcome: Outcome | None
    listing: UUID | None
    undone: str


class WaitingRow(Struct, frozen=True, kw_only=True):
    """A row that is to be carried out."""

    number: int
    draft: ListingDraft
    alike: tuple[Alike, ...]
    choice: Choice
    target: UUID | None


class NewRow(NamedTuple):
    """A row as it is kept first."""

    number: int
    state: RowState
    provider: str
    title: str
    draft: ListingDraft
    problems: tuple[RowProblem, ...]
    alike: tuple[Alike, ...]
    choice: Choice


class Words(NamedTuple):
    """What is shown of a listing or row that a row may be the same as."""

    title: str
    provider: str
    place: str = ""
    status: ListingStatus | None = None


class Done(NamedTuple):
    """What became of a row, to be kept."""

    number: int
    outcome: Outcome
    listing: UUID | None = None
    version_before: int | None = None
    version_after: int | None = None


class ImportProblem(Struct, frozen=True, kw_only=True):
    """What is wrong with what was sent."""

    field: str
    message: str
