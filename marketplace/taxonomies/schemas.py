"""Terms and taxonomies."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Taxonomy(StrEnum):
    """The lists. Their values are the names of search parameters too."""

    KIND = "kind"
    CARE_GROUP = "care_group"
    SUPPORT_TYPE = "support_type"
    LANGUAGE = "language"
    CULTURE = "culture"
    GENDER = "gender"
    TRANSPORT = "transport"
    ACCESS = "access"
    DAY = "day"
    TIME = "time"
    FUNDING = "funding"
    CHECK = "check"
    POOL = "pool"
    """Only pools have it: how many places are free at least."""


class Term(Struct, frozen=True, kw_only=True):
    """One choice of a list."""

    id: UUID
    taxonomy: Taxonomy
    code: str
    label: str
    description: str = ""
    parent: str | None = None
    """Code of the group it belongs to, for long lists."""
    position: int = 0


class Synonym(Struct, frozen=True, kw_only=True):
    """A row of the thesaurus: who searches for `term` also finds `means`, and the other way if `both_ways`.

    An empty `means` takes a term out of the thesaurus, for a council that does not want it.
    """

    term: str
    means: str
    both_ways: bool = False
