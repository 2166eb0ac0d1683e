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
