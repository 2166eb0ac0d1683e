"""Made-up listings, one after another. The same index gives the same listing, however many are asked for."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from random import Random

from marketplace.listings.schemas import ListingDraft, ListingKind, Organization
from marketplace.places.service import Gazetteer
from seed.demo import facts
from seed.demo.gaps import kind_factors
from seed.demo.names import make_website
from seed.demo.offer_words import write_offer
from seed.demo.offers import Drawn, draw_offer
from seed.demo.parts import Content, checked_by, draw_photos, make_id
from seed.demo.personal_assistants import make_personal_assistant
from seed.demo.phrases import pick
from seed.demo.terrain import Spot, Terrain

SEED = 20_260_101

_KINDS = {
    ListingKind.PERSONAL_ASSISTANT: 40.0, ListingKind.MICRO_ENTERPRISE: 27.0, ListingKind.COMMUNITY_ACTIVITY: 24.0,
    ListingKind.CO_OPERATIVE: 3.5, ListingKind.SUPPORT_ORGANIZATION: 5.5,
}  # fmt: skip
_EVERY, _AT = 8, 3
"""Each eighth listing, from the fourth on, is the support organisation of the next council, until each has one."""
_MOST_TRIES = 40
_PHOTO_CHANCE = 0.55
_SHARED_PROVIDER = 0.14
"""Chance that an activity or enterprise belongs to a provider that has another listing in the council."""
_CHECKS = {
    ListingKind.MICRO_ENTERPRISE: {
        "insurance": (0.86, 1), "dbs": (0.82, 3), "identity": (0.6, 0), "references": (0.5, 0),
        "safeguarding_training": (0.5, 3), "first_aid": (0.5, 3), "data_protection": (0.32, 1),
        "quality_mark": (0.2, 2), "code_of_conduct": (0.3, 0), "moving_and_handling": (0.2, 1.5),
        "autism_ld_training": (0.16, 0), "dementia_training": (0.15, 0),
    },
    ListingKind.CO_OPERATIVE: {
        "insurance": (0.95, 1), "dbs": (0.94, 3), "references": (0.8, 0), "safeguarding_training": (0.8, 3),
        "first_aid": (0.6, 3), "data_protection": (0.7, 1), "care_certificate": (0.5, 0), "quality_mark": (0.35, 2),
        "mental_capacity_training": (0.4, 0),
    },
    ListingKind.COMMUNITY_ACTIVITY: {
        "insurance": (0.7, 1), "dbs": (0.48, 3), "safeguarding_training": (0.55, 3), "first_aid": (0.45, 3),
        "quality_mark": (0.1, 2),
    },
    ListingKind.SUPPORT_ORGANIZATION: {
        "insurance": (0.8, 1), "data_protection": (0.85, 1), "dbs": (0.6, 3), "safeguarding_training": (0.6, 3),
        "quality_mark": (0.4, 2),
    },
}  # fmt: skip
_FOOD = frozenset({"cooking_meals", "cookery_group"})


class _Maker:
    """Makes listings in order and remembers what must not come twice."""

    def __init__(self, terrain: Terrain, today: date) -> None:
        self._terrain = terrain
        self._today = today
        self._random = Random()  # noqa: S311 (made-up data, no secret)
        self._taken: set[tuple[str, str]] = set()
        self._providers: dict[tuple[str, ListingKind], list[Organization]] = {}

    def make(self, index: int) -> ListingDraft:
        """Make the listing of an index; those before it have been made."""
        for attempt in range(_MOST_TRIES):
            self._random.seed((SEED << 40) + (index << 8) + attempt)
            kind, content, spot = self._make_content(index)
            key = (content.title, spot.town)
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
            return kind, self._from_offer(draw_offer(random, kind, spot, self._today, "direct_payments")), spot
        spot = self._terrain.draw(random)
        kind = _draw_kind(random, spot)
        if kind is ListingKind.PERSONAL_ASSISTANT:
            return kind, make_personal_assistant(random, spot, self._today), spot
        return kind, self._from_offer(draw_offer(random, kind, spot, self._today)), spot

    def _from_offer(self, drawn: Drawn) -> Content:
        random, offer = self._random, drawn.offer
        text = write_offer(random, drawn)
        checks = _CHECKS[drawn.kind]
        if _FOOD.intersection(drawn.support):
            checks = checks | {"food_hygiene": (0.8, 3)}
        return Content(
            organization=Organization(
                id=make_id(random),
                name=drawn.brand,
                website=make_website(drawn.brand) if random.random() < 0.6 else None,  # noqa: PLR2004
            ),
            title=text.title,
            summary=text.summary,
            description=text.description,
            easy_read=text.easy_read,
            care_groups=drawn.groups,
            support_types=drawn.support,
            languages=("english", *drawn.languages) if drawn.languages else (),
            cultures=drawn.cultures,
            genders=offer.genders,
            transport=offer.transport,
            access=drawn.access,
            funding=facts.draw_funding(random),
            venue=drawn.venue,
            area=drawn.area,
            capacity=drawn.capacity,
            schedule=drawn.schedule,
            costs=drawn.costs,
            checks=facts.draw_checks(random, self._today, checks, checked_by(drawn.spot)),
            photos=draw_photos(random, offer.photo, _PHOTO_CHANCE),
            cqc_status=drawn.cqc_status,
            cqc_location_id=drawn.cqc_location_id,
            workers=drawn.workers,
            ages=pick(random, offer.ages) if offer.ages else pick(random, ((0, 0), (0, 0), (18, 0))),
        )

    def _as_draft(self, kind: ListingKind, content: Content, spot: Spot) -> ListingDraft:
        youngest, oldest = content.ages
        organization = self._choose_provider(kind, content, spot)
        return ListingDraft(
            id=make_id(self._random),
            kind=kind,
            organization=organization,
            minimum_age=youngest or None,
            maximum_age=oldest or None,
            confirmed_on=facts.draw_confirmed(self._random, self._today),
            title=content.title,
            summary=content.summary,
            description=content.description,
            easy_read=content.easy_read,
            care_groups=content.care_groups,
            support_types=content.support_types,
            languages=content.languages,
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
        is_named = content.organization.name in f"{content.title} {content.description}"
        if known and not is_named and self._random.random() < _SHARED_PROVIDER:
            return pick(self._random, known)
        known.append(content.organization)
        return content.organization


def _draw_kind(random: Random, spot: Spot) -> ListingKind:
    factors = kind_factors(spot.council_code, spot.district)
    scale = list(accumulate(weight * factors.get(kind, 1.0) for kind, weight in _KINDS.items()))
    return tuple(_KINDS)[bisect(scale, random.random() * scale[-1])]


def generate_listings(
    count: int, gazetteer: Gazetteer, council_code: str | None = None, *, today: date
) -> Iterator[ListingDraft]:
    """Make up listings for England or for one of its councils; dates are counted back from `today`.

    The first 5,000 of 100,000 are the same as 5,000 asked for alone.

    Raises:
        NotFoundError: no council has this code.
        ValueError: the council is not in England.
    """
    maker = _Maker(Terrain(gazetteer, council_code), today)
    return map(maker.make, range(count))
