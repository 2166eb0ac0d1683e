"""Measures what a provider covers."""

import asyncio

from marketplace.listings.records.rules import public_point
from marketplace.listings.schemas import ListingDraft
from marketplace.places.schemas import Place, PlaceKind
from marketplace.places.service import Gazetteer
from marketplace.provider.area.rules import draw_area, frame_of_area
from marketplace.provider.area.schemas import AreaView
from search.documents import Point

_TOWNS_ASKED = 60


async def show_area(draft: ListingDraft, gazetteer: Gazetteer) -> AreaView | None:
    """What a draft's area covers; None while it says no area that is known.

    A base postcode is moved to its public point first: the provider sees what everybody will see. Off the
    event loop, since a whole nation takes half a second.
    """
    return await asyncio.to_thread(_show, draft, gazetteer)


def _show(draft: ListingDraft, gazetteer: Gazetteer) -> AreaView | None:
    area = draft.area
    if area is None:
        return None
    point = _start_of(draft, gazetteer) if area.miles > 0 else None
    covered = gazetteer.cover_area(point, area.miles, area.named)
    if covered is None:
        return None
    frame = frame_of_area(covered, point, area.miles)
    return draw_area(
        covered,
        frame,
        gazetteer.towns_within(*frame.box, _TOWNS_ASKED),
        gazetteer.settlement_cells(*frame.box),
        point=point,
        miles=area.miles,
        is_venue=draft.venue is not None,
    )


def _start_of(draft: ListingDraft, gazetteer: Gazetteer) -> Point | None:
    """The public point from which miles are measured."""
    area, venue = draft.area, draft.venue
    postcode = venue.postcode if venue else (area.base_postcode if area else "") or ""
    answer = gazetteer.find_place(postcode)
    if not isinstance(answer, Place) or answer.kind is not PlaceKind.POSTCODE:
        return None
    return Point(answer.latitude, answer.longitude) if venue else public_point(answer)
