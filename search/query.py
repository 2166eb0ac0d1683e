"""What can be asked of an engine, and what it answers."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from search.documents import Point


class Reach(StrEnum):
    """How the person and the support meet."""

    ANY = "any"
    COME_TO_ME = "come_to_me"
    I_GO = "i_go"


class Sort(StrEnum):
    """Order of hits. Ties are broken by id, so that pages lose and repeat nothing."""

    BEST = "best"
    NEAREST = "nearest"
    PRICE = "price"
    FREE = "free"


class Near(Struct, frozen=True, kw_only=True):
    """The place that support is wanted at.

    A document *covers* the place when it travels and its radius reaches `point` (distance <= travels_miles),
    or one of its named areas is in `areas`. It is *at hand* when it is a venue at most `within_miles` away.
    ANY keeps documents that cover or are at hand, COME_TO_ME those that cover, I_GO those at hand.
    Distances are great circles on a sphere of 6,371,008.8 m; a mile is 1,609.344 m.
    """

    point: Point
    within_miles: float
    areas: frozenset[str] = frozenset()


class SearchQuery(Struct, frozen=True, kw_only=True):
    """A typed query: no filter strings. Filters are OR within a facet and AND between facets."""

    text: str = ""
    prefix: bool = True
    """The last word of `text` may be the beginning of a word."""
    near: Near | None = None
    reach: Reach = Reach.ANY
    """Without `near` it filters nothing."""
    filters: dict[str, frozenset[str]] = {}
    """Wanted values by facet. A value or facet that no document has finds nothing."""
    price_max_pence: int | None = None
    """Keeps documents with a price of at most this; one that says no price is left out."""
    free_only: bool = False
    """Keeps documents with free capacity now (`free_now` > 0). What costs nothing is `price_max_pence=0`."""
    age: int | None = None
    """Keeps documents whose ages hold this one; an open end holds all."""
    sort: Sort = Sort.BEST
    facets: tuple[str, ...] = ()
    """Facets to count; also "reach" (come_to_me, i_go; with `near`) and "free" ("1"). Unknown: empty."""
    offset: int = 0
    limit: int = 20
    """0 asks for the total and counts only."""
    today: date
    """For freshness in ranking; engines have no clock."""


class Hit(Struct, frozen=True, kw_only=True):
    """One found document."""

    id: UUID
    version: int
    distance_miles: float | None = None
    covers_place: bool = False
    score: float = 0.0


class SearchPage(Struct, frozen=True, kw_only=True):
    """An answer.

    `facets[name][value]` is what a choice of that value would find: all other filters hold, the facet's own
    choice does not (disjunctive counts). Values that count 0 may be missing.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: dict[str, dict[str, int]] = {}
    total_is_exact: bool = True
    words_ignored: tuple[str, ...] = ()
    """Words of the text that had to be dropped to find enough."""
    watermark: int = 0
    degraded: bool = False


class Suggestion(Struct, frozen=True, kw_only=True):
    """A document whose title goes on from what was typed."""

    id: UUID
    title: str
    distance_miles: float | None = None


class Watermark(Struct, frozen=True, kw_only=True):
    """State of an index: `sequence` rises with each applied batch or swap."""

    sequence: int
    documents: int
