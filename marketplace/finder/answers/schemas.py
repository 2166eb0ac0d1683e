"""The answers of the JSON API. Distances are miles, prices whole pence, points WGS 84 degrees."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from marketplace.finder.schemas import ListingWords, SuggestionKind
from marketplace.listings.schemas import Capacity, CostOption, CqcStatus, Listing, ListingKind, PublicArea
from marketplace.places.schemas import DirectPaymentSupport, PlaceKind


class PlaceFound(Struct, frozen=True, kw_only=True):
    """A place that was understood, with the council that has social services there."""

    label: str
    kind: PlaceKind
    latitude: float
    longitude: float
    council_code: str | None
    council_name: str | None
    county: str | None = None
    district: str | None = None
    nation_code: str | None = None
    attribution: str | None = None
    """Words that must be shown beside it: whose data an online geocoder answered with."""


class PoolFacts(Struct, frozen=True, kw_only=True):
    """What a pool has that a listing has not. No person is in it."""

    places: int
    places_left: int
    weekly_cost_pence: int | None
    """For each member, as planned."""
    times: tuple[str, ...]
    """Days and parts of the day, "tue.afternoon"; empty: to be agreed."""
    place_words: str
    outcode: str
    listing_id: UUID | None
    """The support that it uses, where that is listed."""


class HitType(StrEnum):
    """What was found."""

    LISTING = "listing"
    POOL = "pool"
    """People who put direct payments together, and have places free."""


class SearchHit(Struct, frozen=True, kw_only=True):
    """A listing that was found, or a pool. What only the other has is null or empty."""

    id: UUID
    title: str
    kind: ListingKind | None
    """Null for a pool."""
    summary: str
    provider: str
    distance_miles: float | None
    """From the place asked for to the venue, or the provider's base, which is known to a kilometre only."""
    covers_place: bool
    """The provider travels to the place asked for (or works there by telephone or video)."""
    url: str
    """The page for people; the same path under /api is its JSON."""
    where: str
    """The two above, in words."""
    town: str | None
    latitude: float | None
    longitude: float | None
    """The venue when `is_venue`; else the base, moved to the middle of a square kilometre."""
    is_venue: bool
    area: PublicArea | None
    price: str
    costs: tuple[CostOption, ...]
    availability: str
    capacity: Capacity | None
    care_groups: tuple[str, ...]
    support_types: tuple[str, ...]
    languages: tuple[str, ...]
    checks: tuple[str, ...]
    """Labels of the checks that are in date."""
    cqc_status: CqcStatus | None
    """Null for a pool."""
    council_code: str | None
    confirmed_on: date
    type: HitType = HitType.LISTING
    pool: PoolFacts | None = None
    """What only a pool has."""


class FacetCount(Struct, frozen=True, kw_only=True):
    """One choice of a filter, and how many listings choosing it would find."""

    value: str
    label: str
    count: int


class LooserSearch(Struct, frozen=True, kw_only=True):
    """A search that asks for less, and how many listings it finds."""

    text: str
    url: str
    count: int


class TakenWords(Struct, frozen=True, kw_only=True):
    """Words of `q` that were taken for something."""

    words: str
    """As they were typed."""
    parameter: str
    """Which parameter they stand for: `near`, `kind`, `language`."""
    value: str
    """Its value: the label of the place, or a code; "" for "near me"."""


class UnderstoodText(Struct, frozen=True, kw_only=True):
    """What was read out of `q`."""

    sentence: str
    """In words, to be shown: "Showing swimming near Melksham, Wiltshire."."""
    q: str
    """What is left of the text."""
    taken: tuple[TakenWords, ...]
    other_places: tuple[str, ...]
    """Values of `near` for other places with the same name."""
    literal: str
    """The same search with every word only a word."""


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """One page of what was found."""

    total: int
    total_is_exact: bool
    page: int
    pages: int
    per_page: int
    place: PlaceFound | None
    understood: UnderstoodText | None
    """What was read out of `q`; null when it stands as it was given."""
    place_offered: str | None
    """A value of `near` that the last word of `q` may mean, which is an ordinary word too: "bath"."""
    hits: tuple[SearchHit, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    """By parameter. The counts of a filter hold with all other filters, not with its own choice."""
    support: DirectPaymentSupport | None
    """Who helps with direct payments in the council of the place."""
    loosenings: tuple[LooserSearch, ...]
    """When nothing was found: what would be found with less asked for."""
    words_ignored: tuple[str, ...]
    notices: tuple[str, ...]
    degraded: bool
    self: str
    next: str | None
    previous: str | None


class ListingAnswer(Struct, frozen=True, kw_only=True):
    """Everything public about one listing."""

    listing: Listing
    words: ListingWords
    """The same in words, in the language asked for."""
    support: DirectPaymentSupport | None
    similar: tuple[SearchHit, ...]
    url: str


class PlacesAnswer(Struct, frozen=True, kw_only=True):
    """Places that answer to a text: what it means exactly comes first, then how it may go on."""

    q: str
    exact: bool
    """The first of `places` is exactly what was meant."""
    message: str | None
    """What to do when nothing, or more than one place, answers to it."""
    hints: tuple[str, ...]
    """Texts that would be understood."""
    places: tuple[PlaceFound, ...]


class SuggestionAnswer(Struct, frozen=True, kw_only=True):
    """Something that goes on from what was typed."""

    kind: SuggestionKind
    label: str
    value: str
    """Code of the term, id of the listing, or text that means the place."""
    url: str
    """The page it leads to."""
    distance_miles: float | None = None


class SuggestAnswer(Struct, frozen=True, kw_only=True):
    """What goes on from what was typed, likeliest first within each kind."""

    q: str
    suggestions: tuple[SuggestionAnswer, ...]


class FieldProblem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is wrong with one parameter, and how to mend it."""

    field: str
    message: str
    value: str = ""
    choices: tuple[str, ...] = ()
    """Values that would be understood, where there are few."""


class ProblemAnswer(Struct, frozen=True, kw_only=True):
    """Why there is no answer, as RFC 9457 says it: every problem at once."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    problems: tuple[FieldProblem, ...] | UnsetType = UNSET
    choices: tuple[PlaceFound, ...] | UnsetType = UNSET
    """The places that are meant by the text of `near`, when there are several."""
