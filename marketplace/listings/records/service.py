"""Turns drafts into records: checks the words, finds the places."""

from functools import cache
from typing import Protocol
from uuid import UUID, uuid4

from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.rules import check_draft
from marketplace.listings.records import rules
from marketplace.listings.schemas import ListingDraft, ListingRecord
from marketplace.places.schemas import Place, PlaceAnswer, PlaceKind, UnknownPlace
from marketplace.places.service import find_council, list_councils
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_LENGTH_OF_AREA_CODE = 9


class PlaceFinder(Protocol):
    """What this room needs of the gazetteer."""

    def find_place(self, text: str) -> PlaceAnswer:
        """Find a postcode or a postcode district."""
        ...

    def place_at(self, latitude: float, longitude: float) -> Place | None:
        """The place of a point, with the district and council of the nearest postcode."""
        ...


@cache
def _codes() -> dict[Taxonomy, frozenset[str]]:
    return {taxonomy: taxonomies.codes(taxonomy) for taxonomy in Taxonomy}


@cache
def _nation_codes() -> frozenset[str]:
    return frozenset(council.nation_code for council in list_councils())


def check_listing(draft: ListingDraft) -> list[Problem]:
    """All that is wrong with a draft but for its places; none means it is fine."""
    return check_draft(draft, clock.today(), _codes())


def settle(draft: ListingDraft, gazetteer: PlaceFinder, listing_id: UUID | None = None) -> ListingRecord:
    """Check a draft and its places, and put together what the tables take.

    Raises:
        InvalidError: with every problem found.
    """
    problems = check_listing(draft)
    start, found = _find_start(draft, gazetteer)
    named, found_named = _find_named(draft, gazetteer)
    problems += found + found_named
    if problems:
        raise InvalidError(problems)
    return rules.settle_record(
        draft,
        listing_id=listing_id or draft.id or uuid4(),
        start=start,
        shown=_find_shown(draft, start, gazetteer),
        named_council=next(iter(named), None),
        today=clock.today(),
    )


def _find_start(draft: ListingDraft, gazetteer: PlaceFinder) -> tuple[Place | None, list[Problem]]:
    """The place of the venue, or of the private base; and what is wrong with it."""
    if draft.venue is not None:
        field, postcode = "venue.postcode", draft.venue.postcode
    elif draft.area is not None and draft.area.base_postcode:
        field, postcode = "area.base_postcode", draft.area.base_postcode
    else:
        return None, []
    answer = gazetteer.find_place(postcode)
    if isinstance(answer, Place) and answer.kind is PlaceKind.POSTCODE:
        far = rules.check_venue_point(draft.venue, answer) if draft.venue is not None else None
        return answer, [far] if far else []
    if isinstance(answer, UnknownPlace) and rules.is_whole_postcode(postcode):
        return None, [Problem(field=field, message=answer.message)]
    return None, [Problem(field=field, message=_("Give a whole postcode, such as BA12 6AA."))]


def _find_shown(draft: ListingDraft, start: Place | None, gazetteer: PlaceFinder) -> Place | None:
    """What may be said of where a listing starts from.

    Of a private base that is the place of its public point: its own district and council would tell on which
    side of a border within the cell it lies.
    """
    if start is None or draft.venue is not None:
        return start
    point = rules.public_point(start)
    return gazetteer.place_at(point.latitude, point.longitude)


def _find_named(draft: ListingDraft, gazetteer: PlaceFinder) -> tuple[list[str], list[Problem]]:
    """The councils of the named areas, nations aside; and which areas nobody knows."""
    councils, unknown = [], []
    for code in draft.area.named if draft.area is not None else ():
        if code in _nation_codes():
            continue
        council_code = _council_of_area(code, gazetteer)
        if council_code is None:
            unknown.append(code)
        else:
            councils.append(council_code)
    if not unknown:
        return councils, []
    message = _("We know no such area: %(unknown)s.", unknown=", ".join(unknown))
    return councils, [Problem(field="area.named", message=message)]


def _council_of_area(code: str, gazetteer: PlaceFinder) -> str | None:
    if len(code) == _LENGTH_OF_AREA_CODE:
        council = find_council(code)
        return council.code if council and council.code == code else None
    answer = gazetteer.find_place(code)
    is_district = isinstance(answer, Place) and answer.kind is PlaceKind.DISTRICT
    return answer.council_code if is_district and isinstance(answer, Place) else None
