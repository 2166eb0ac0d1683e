"""Finds the places of a draft and makes its public view."""

from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.listings.editing.previewing import rules
from marketplace.listings.editing.schemas import Reading
from marketplace.listings.records.rules import public_point
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.schemas import Listing, ListingDraft
from marketplace.places.schemas import Place, PlaceKind


def preview_listing(reading: Reading, version: int, gazetteer: PlaceFinder) -> Listing:
    """The listing that a request would become, as everybody would see it: a private base is snapped."""
    draft = reading.draft
    start = find_start(draft, gazetteer)
    shown = start
    if start is not None and draft.venue is None:
        point = public_point(start)
        shown = gazetteer.place_at(point.latitude, point.longitude)
    listing = rules.preview(draft, start, shown, version=version, today=clock.today(), at=clock.now())
    return replace(listing, council_code=reading.council_code)


def find_start(draft: ListingDraft, gazetteer: PlaceFinder) -> Place | None:
    """The place of a draft's venue or private base, where its postcode is one that is known."""
    postcode = draft.venue.postcode if draft.venue else (draft.area and draft.area.base_postcode) or ""
    answer = gazetteer.find_place(postcode) if postcode else None
    return answer if isinstance(answer, Place) and answer.kind is PlaceKind.POSTCODE else None
