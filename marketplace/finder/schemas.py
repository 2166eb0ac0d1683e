"""What comes out of the finder: one page of what was found, one listing's page, suggestions.

Everything that people read here (`words`, `label`, `text`, `message` …) is already in their language.
"""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from marketplace.finder.params.schemas import DEFAULT_PER_PAGE, ParamProblem, SearchParams
from marketplace.finder.understanding.schemas import Taken
from marketplace.listings.schemas import Listing, ListingCard
from marketplace.places.schemas import Council, DirectPaymentSupport, Place, PlaceAnswer, PlaceChoices
from marketplace.pooling.finding.schemas import PoolCard


class FacetChoice(Struct, frozen=True, kw_only=True):
    """One choice of a filter. `count` is what choosing it would find; None when nothing was counted."""

    value: str
    label: str
    count: int | None
    selected: bool
    heading: str = ""
    """What it stands under in a long list: "Personal care and health"."""


class FacetGroup(Struct, frozen=True, kw_only=True):
    """One filter. `choices` come first, chosen ones always among them; `rest` stands behind "show more"."""

    name: str
    legend: str
    choices: tuple[FacetChoice, ...]
    rest: tuple[FacetChoice, ...] = ()

    @property
    def selected(self) -> tuple[FacetChoice, ...]:
        """The choices that are on."""
        return tuple(choice for choice in self.choices if choice.selected)


class ActiveFilter(Struct, frozen=True, kw_only=True):
    """A filter that is on, and the URL of the same search without it."""

    name: str
    value: str
    label: str
    """Reads on its own: "Day: Monday", "At most £15", "Within 3 miles"."""
    url: str


class LinkChoice(Struct, frozen=True, kw_only=True):
    """One way to go on: a sort order, a distance, a reach, a view, one of several places of the same name."""

    value: str
    label: str
    url: str
    selected: bool = False
    count: int | None = None


class PageLink(Struct, frozen=True, kw_only=True):
    """A number in the row of pages; `number` None is a gap."""

    number: int | None
    url: str = ""
    current: bool = False


class Loosening(Struct, frozen=True, kw_only=True):
    """What would be found with one thing let go: "Within 10 miles", 4 results."""

    text: str
    url: str
    count: int
    params: SearchParams


class Understood(Struct, frozen=True, kw_only=True):
    """What was read out of the text, said back, and the ways out."""

    showing: str
    """Such as "Showing swimming near Melksham, Wiltshire."."""
    looked_for: str
    """The same where nothing was found: "We looked for swimming near Melksham, Wiltshire."."""
    instead: str
    """Such as "Search for the word “Melksham” instead."."""
    literal: SearchParams
    """The same search with every word only a word."""
    url: str
    """Where `instead` leads: to that search."""
    other_places: tuple[LinkChoice, ...] = ()
    """Places with the same name, with the same search there."""
    taken: tuple[Taken, ...]


class ResultCard(Struct, frozen=True, kw_only=True):
    """A listing among results, with everything about it in words."""

    card: ListingCard
    number: int
    """Its place in the whole list, from 1; pins of the map carry the same number."""
    url: str
    distance_miles: float | None
    """From the place asked for to the venue or the snapped base; None without a place or point."""
    covers_place: bool
    kind: str
    where: str
    """Such as "2.1 miles away", "Travels to you · based 3 miles away", "Online, anywhere in England"."""
    price: str
    """Such as "£14.50 an hour", "from £12 to £18 a session", "Free"."""
    availability: str
    """Such as "6 hours a week free (as of 3 November 2026)", "Full at the moment"."""
    has_room: bool | None
    """None: not said."""
    support_types: tuple[str, ...]
    care_groups: tuple[str, ...]
    languages: tuple[str, ...]
    checks: tuple[str, ...]
    tier: str = ""
    """Such as "Accredited"; "" where it has none, or the one that everybody needs to be listed."""


class PoolResult(Struct, frozen=True, kw_only=True):
    """A pool with free places among results, with everything about it in words. No person is in it."""

    card: PoolCard
    number: int
    """Its place in the whole list, listings counted too."""
    url: str
    distance_miles: float | None
    """From the place asked for to the pool's area, which is known to a kilometre only."""
    where: str
    """Such as "About 2 miles away · The hall · SN12"."""
    when: str
    """Such as "Tuesday (afternoon)"; "" where it is to be agreed."""
    cost: str
    """Such as "About £40 a week for each"; "" where it is not said."""
    places: str
    """Such as "2 places left of 6"."""
    support_types: tuple[str, ...]
    care_groups: tuple[str, ...]
    languages: tuple[str, ...]
    uses_url: str = ""
    """The page of the listing that it uses."""


class FoundPage(Struct, frozen=True, kw_only=True):
    """One page of what was found, or why nothing was looked for (`problems`, or a place to be chosen)."""

    params: SearchParams
    """As it was understood: what was read out of the text stands in its own field."""
    url: str
    """Canonical: stable order, defaults left out; to share and to cache by."""
    typed: dict[str, str]
    """What the boxes of the form hold (q, near, within, age, price_max_pounds …), mistakes included."""
    problems: tuple[ParamProblem, ...] = ()
    understood: Understood | None = None
    """What was read out of the text; None when the text stands as it was typed."""
    place_offered: LinkChoice | None = None
    """The same search near a place that the last word of the text may mean."""
    notices: tuple[str, ...] = ()
    """Kind words about how the search was understood, each a sentence."""
    place: PlaceAnswer | None = None
    place_choices: tuple[LinkChoice, ...] = ()
    """When several places answer: each with the URL that means it; when none does: texts that would do."""
    outside_england: str | None = None
    """Name of the nation when the place is in Wales, Scotland or Northern Ireland."""
    council: Council | None = None
    support: DirectPaymentSupport | None = None
    cards: tuple[ResultCard, ...] = ()
    """The listings of this page."""
    pools: tuple[PoolResult, ...] = ()
    """The pools of this page; `found` has both in their order."""
    total: int = 0
    total_is_exact: bool = True
    page: int = 1
    pages: int = 0
    per_page: int = DEFAULT_PER_PAGE
    page_links: tuple[PageLink, ...] = ()
    previous_url: str | None = None
    next_url: str | None = None
    facets: tuple[FacetGroup, ...] = ()
    free_choice: FacetChoice | None = None
    """The one tick box "has time or places free now"."""
    active: tuple[ActiveFilter, ...] = ()
    clear_url: str = ""
    """The same words and place without any filter."""
    sorts: tuple[LinkChoice, ...] = ()
    reaches: tuple[LinkChoice, ...] = ()
    withins: tuple[LinkChoice, ...] = ()
    views: tuple[LinkChoice, ...] = ()
    loosenings: tuple[Loosening, ...] = ()
    words_ignored: tuple[str, ...] = ()
    """Words that results need not have, as they were typed, because little or nothing has them all."""
    degraded: bool = False
    searched: bool = True
    """False when nothing was looked for: bad input, a place that is not (yet) known, or `is_down`."""
    is_down: bool = False
    """The search engine cannot answer at this moment; `notices` says so. The page is a 503."""
    headline: str = ""
    """Such as "12 results within 10 miles of Melksham, Wiltshire"."""

    @property
    def found(self) -> tuple[ResultCard | PoolResult, ...]:
        """Everything on this page in the order of results."""
        found: list[ResultCard | PoolResult] = [*self.cards, *self.pools]
        return tuple(sorted(found, key=lambda one: one.number))

    @property
    def found_place(self) -> Place | None:
        """The place, when exactly one was understood."""
        return self.place if isinstance(self.place, Place) else None

    @property
    def understood_sentence(self) -> str:
        """What was read out of the text, in words; "" when it stands as it was typed."""
        if self.understood is None:
            return ""
        return self.understood.showing if self.total else self.understood.looked_for

    @property
    def must_choose_place(self) -> bool:
        """Several places answer to what was typed."""
        return isinstance(self.place, PlaceChoices)

    @property
    def first_number(self) -> int:
        """Number of the first card of this page; 0 when there is none."""
        return self.found[0].number if self.found else 0

    @property
    def last_number(self) -> int:
        """Number of the last card of this page; 0 when there is none."""
        return self.found[-1].number if self.found else 0


class DayTimes(Struct, frozen=True, kw_only=True):
    """One day of a listing's week: ("Monday", ("10am to 12.30pm",)) or parts of the day ("morning")."""

    day: str
    times: tuple[str, ...]


class CheckWords(Struct, frozen=True, kw_only=True):
    """A check in words: "DBS check (enhanced)", "checked 3 May 2026, by …", "until 3 May 2029"."""

    label: str
    details: tuple[str, ...]


class TierWords(Struct, frozen=True, kw_only=True):
    """How far a provider is in its council's own scheme: "Accredited", with what was seen for it."""

    name: str
    meaning: str


class EasyLine(Struct, frozen=True, kw_only=True):
    """A line of easy words with the code of the symbol at its left, "" for none."""

    text: str
    picture: str = ""


class ListingWords(Struct, frozen=True, kw_only=True):
    """All that a listing says, in words; empty where it says nothing."""

    kind: str
    where: tuple[str, ...]
    """Such as "Marden House, New Road, Calne SN11 8AA", "Travels up to 10 miles from near BA12"."""
    prices: tuple[str, ...]
    availability: str
    has_room: bool | None
    week: tuple[DayTimes, ...]
    support_types: tuple[str, ...]
    care_groups: tuple[str, ...]
    languages: tuple[str, ...]
    cultures: tuple[str, ...]
    genders: tuple[str, ...]
    transport: tuple[str, ...]
    access: tuple[str, ...]
    funding: tuple[str, ...]
    checks: tuple[CheckWords, ...]
    cqc: str
    ages: str
    confirmed: str
    """Such as "Details confirmed on 3 November 2026"."""
    easy_read: tuple[EasyLine, ...] = ()
    tier: TierWords | None = None


class ListingPage(Struct, frozen=True, kw_only=True):
    """A listing's page: everything it says, who helps with direct payments there, what is similar nearby."""

    listing: Listing
    url: str
    words: ListingWords
    council: Council | None
    support: DirectPaymentSupport | None
    similar: tuple[ResultCard, ...]
    similar_url: str
    """A search for the same kind of support in the same place."""
    pools: tuple[PoolResult, ...] = ()
    """A few pools with free places that use it."""
    pools_total: int = 0


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    SUPPORT_TYPE = "support_type"
    CARE_GROUP = "care_group"
    LANGUAGE = "language"
    LISTING = "listing"
    POOL = "pool"
    PLACE = "place"


class SuggestedItem(Struct, frozen=True, kw_only=True):
    """Something that goes on from what was typed, and where it leads."""

    kind: SuggestionKind
    label: str
    value: str
    """Code of the term, id of the listing, or text that means the place."""
    url: str
    id: UUID | None = None
    distance_miles: float | None = None
