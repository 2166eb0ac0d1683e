"""Made-up listings, one after another. The same index gives the same listing, however many are asked for."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random

from marketplace.listings.schemas import ListingDraft, ListingKind, Organization
from marketplace.places.service import Gazetteer
from seed.demo.assistants import draw_assistant
from seed.demo.contents import content_of_assistant, content_of_offer
from seed.demo.facts import draw_confirmed
from seed.demo.gaps import kind_factors
from seed.demo.offers import draw_offer
from seed.demo.parts import Content, make_id
from seed.demo.phrases import pick
from seed.demo.symbols import choose_symbols
from seed.demo.terrain import Spot, Terrain

SEED = 20_260_101

_KINDS = {
    ListingKind.PERSONAL_ASSISTANT: 40.0,
    ListingKind.MICRO_ENTERPRISE: 27.0,
    ListingKind.COMMUNITY_ACTIVITY: 24.0,
    ListingKind.CO_OPERATIVE: 3.5,
    ListingKind.SUPPORT_ORGANIZATION: 5.5,
}
_KIND_CODES = tuple(_KINDS)
_EVERY, _AT = 8, 3
"""Each eighth listing from the fourth on is the next council's support organisation, until all have one."""
_MOST_TRIES = 40
_SHARED_PROVIDER = 0.14
"""Chance that an activity or enterprise belongs to a provider that has another listing in the council."""


class _Maker:
    """Makes listings in order and remembers what must not come twice."""

    def __init__(self, terrain: Terrain, today: date) -> None:
        self._terrain = terrain
        self._today = today
        self._random = Random()
        self._taken: set[tuple[str, str | tuple[str, ...]]] = set()
        self._providers: dict[tuple[str, ListingKind], list[Organization]] = {}

    def make(self, index: int) -> ListingDraft:
        """Make the listing of an index; those before it have been made."""
        for attempt in range(_MOST_TRIES):
            self._random.seed((SEED << 40) + (index << 8) + attempt)
            kind, content, spot = self._make_content(index)
            key = (content.text.title, _place_of(content, spot))
            if key not in self._taken:
                break
        self._taken.add(key)
        return self._as_draft(kind, content, spot)

    def _make_content(self, index: int) -> tuple[ListingKind, Content, Spot]:
        random, councils = self._random, self._terrain.councils
        turn, rest = divmod(index, _EVERY)
        if rest == _AT and turn < len(councils):
            spot = self._terrain.draw_in(random, councils[turn])
            kind = ListingKind.SUPPORT_ORGANIZATION
            drawn = draw_offer(random, kind, spot, self._today, "direct_payments")
            return (
                kind,
                content_of_offer(random, drawn, self._today),
                spot,
            )
        spot = self._terrain.draw(random)
        kind = _draw_kind(random, spot)
        if kind is ListingKind.PERSONAL_ASSISTANT:
            return (
                kind,
                content_of_assistant(random, draw_assistant(random, spot, self._today), self._today),
                spot,
            )
        return kind, content_of_offer(random, draw_offer(random, kind, spot, self._today), self._today), spot

    def _as_draft(self, kind: ListingKind, content: Content, spot: Spot) -> ListingDraft:
        youngest, oldest = content.ages
        organization = self._choose_provider(kind, content, spot)
        return ListingDraft(
            id=make_id(self._random),
            kind=kind,
            organization=organization,
            minimum_age=youngest or None,
            maximum_age=oldest or None,
            confirmed_on=draw_confirmed(self._random, self._today),
            title=content.text.title,
            summary=content.text.summary,
            description=content.text.description,
            easy_read=content.text.easy_read,
            easy_read_pictures=choose_symbols(content.text.easy_read),
            care_groups=content.care_groups,
            support_types=content.support_types,
            languages=("english", *content.languages) if content.languages else (),
            cultures=content.cultures,
            genders=content.genders,
            transport=content.transport,
            access=content.access,
            funding=content.funding,
            venue=content.venue,
            area=content.area,
            capacity=content.capacity,
            schedule=content.schedule,
            costs=content.costs,
            checks=content.checks,
            photos=content.photos,
            cqc_status=content.cqc_status,
            cqc_location_id=content.cqc_location_id,
            workers=content.workers,
        )

    def _choose_provider(self, kind: ListingKind, content: Content, spot: Spot) -> Organization:
        """Its own provider, or for some one that is there already; the words must not name the other."""
        if kind is ListingKind.PERSONAL_ASSISTANT:
            return content.organization
        known = self._providers.setdefault((spot.council_code, kind), [])
        is_named = content.organization.name in f"{content.text.title} {content.text.description}"
        if known and not is_named and self._random.random() < _SHARED_PROVIDER:
            return pick(self._random, known)
        known.append(content.organization)
        return content.organization


def _place_of(content: Content, spot: Spot) -> str | tuple[str, ...]:
    """Where people would say it is: its town, or the areas that it names."""
    if content.venue is None and content.area is not None and content.area.named:
        return content.area.named
    return spot.town


@cache
def _kind_scale(council_code: str, district: str) -> tuple[float, ...]:
    """Cumulated weights of the kinds in a postcode district, its gaps taken off."""
    factors = kind_factors(council_code, district)
    return tuple(accumulate(weight * factors.get(kind, 1.0) for kind, weight in _KINDS.items()))


def _draw_kind(random: Random, spot: Spot) -> ListingKind:
    scale = _kind_scale(spot.council_code, spot.district)
    return _KIND_CODES[bisect(scale, random.random() * scale[-1])]


def generate_listings(
    count: int, gazetteer: Gazetteer, council_code: str | None = None, *, today: date
) -> Iterator[ListingDraft]:
    """Make up listings for England or for one of its councils; dates are counted back from `today`.

    The first 5,000 of 100,000 are the same as 5,000 asked for alone.

    Raises:
        NotFoundError: no council has this code.
        OperatorError: the council is not in England.
    """
    maker = _Maker(Terrain(gazetteer, council_code), today)
    return map(maker.make, range(count))
