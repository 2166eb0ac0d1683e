"""Finds what a steward should look at first, when a request is handed in."""

from uuid import UUID

from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel import clock
from marketplace.listings import repository as listings
from marketplace.listings.editing.schemas import ChangeRequest, Reading
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.reviewing.risks import repository, rules
from marketplace.listings.reviewing.risks.schemas import Around, Duplicate
from marketplace.listings.schemas import ListingDraft
from marketplace.places.rules import distance_miles
from marketplace.places.schemas import Place
from search.documents import Point

__all__ = ["find_risks", "list_duplicates"]


async def find_risks(
    request: ChangeRequest, reading: Reading, settings: CouncilSettings, gazetteer: PlaceFinder
) -> tuple[str, ...]:
    """Codes of what to look at first, the gravest first; their words are those of `rules.risk_words`."""
    stored = None if request.is_new else await listings.find_stored(request.listing_id)
    duplicates = await repository.list_duplicates(request.listing_id, reading.draft, reading.council_code)
    around = Around(
        is_new_provider=not await repository.was_public(request.organization.id),
        moved_miles=_moved_miles(reading, gazetteer),
        has_other_council=stored is not None and stored.council_code != reading.council_code,
        has_duplicates=bool(duplicates),
    )
    return rules.find_risks(reading, settings, around, clock.today())


async def list_duplicates(
    listing_id: UUID, draft: ListingDraft, council_code: str | None
) -> tuple[Duplicate, ...]:
    """Listings in the same council that may be the same, at most a handful."""
    return await repository.list_duplicates(listing_id, draft, council_code)


def _moved_miles(reading: Reading, gazetteer: PlaceFinder) -> float | None:
    here = _start(reading.draft, gazetteer)
    there = _start(reading.before, gazetteer) if reading.before else None
    return distance_miles(there, here) if here and there else None


def _start(draft: ListingDraft, gazetteer: PlaceFinder) -> Point | None:
    if draft.venue is not None:
        return Point(draft.venue.latitude, draft.venue.longitude)
    postcode = draft.area.base_postcode if draft.area else None
    answer = gazetteer.find_place(postcode) if postcode else None
    return Point(answer.latitude, answer.longitude) if isinstance(answer, Place) else None
