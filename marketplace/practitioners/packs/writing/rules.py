"""Reasons that a listing itself suggests, and what a form of a pack says, as pure functions."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from marketplace.finder.comparing.rules import covers_place
from marketplace.finder.schemas import ListingWords
from marketplace.finder.words.rules import listed, price_words, rough_miles_words
from marketplace.kernel.forms import FormData, number_of
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import Listing
from marketplace.places.rules import distance_miles
from marketplace.places.schemas import Place, PlaceKind
from marketplace.practitioners.packs.writing.schemas import LONGEST_REASONS, REASONS
from marketplace.shortlists.packs.rules import LONGEST_REASON
from search.documents import Point

_MOST_IDS = 60
_LAST = 99
_WEEK = 7
_TYPES_SHOWN = 3
_FAR_MILES = 50.0
_USUAL = "english"
_POSTCODES = frozenset({PlaceKind.POSTCODE, PlaceKind.DISTRICT, PlaceKind.SECTOR})


def near_words(place: Place) -> str:
    """A place as a pack keeps it: of a postcode the district only."""
    if place.kind in _POSTCODES and place.district:
        return place.district
    return place.label


def suggest_reasons(listing: Listing, words: ListingWords, place: Place | None) -> tuple[str, ...]:
    """Reasons in plain words, out of what a listing says; with a place, how far it is or that it comes."""
    reasons = (*_place_reasons(listing, place), *_other_reasons(listing, words))
    return tuple(dict.fromkeys(reason for reason in reasons if len(reason) <= LONGEST_REASON))


def _place_reasons(listing: Listing, place: Place | None) -> Iterator[str]:
    if place is None:
        return
    miles = None
    if listing.latitude is not None and listing.longitude is not None:
        here = Point(place.latitude, place.longitude)
        miles = distance_miles(here, Point(listing.latitude, listing.longitude))
    if covers_place(listing, place, miles):
        yield _("Can come to you in %(place)s", place=place.label)
    if listing.is_venue and miles is not None and miles <= _FAR_MILES:
        yield _("It is %(miles)s from %(place)s", miles=rough_miles_words(miles), place=place.label)


def _other_reasons(listing: Listing, words: ListingWords) -> Iterator[str]:
    if words.support_types:
        yield _("Can help with %(what)s", what=listed(words.support_types[:_TYPES_SHOWN]).lower())
    if len(words.week) == _WEEK:
        yield _("On every day of the week")
    elif words.week:
        yield _("Days: %(days)s", days=listed(row.day for row in words.week))
    languages = [
        label for code, label in zip(listing.languages, words.languages, strict=True) if code != _USUAL
    ]
    if languages:
        yield _("Languages besides English: %(languages)s", languages=listed(languages))
    if listing.costs:
        yield _("Price: %(price)s", price=price_words(min(listing.costs, key=lambda cost: cost.amount_pence)))
    if words.has_room:
        yield _("Has time or places free")


def chosen_ids(form: FormData, name: str = "listing") -> list[UUID]:
    """The listings that a form names, each once; what is no id is passed over."""
    texts = form.getall(name, [])[:_MOST_IDS]
    found = (_id(text) for text in texts if isinstance(text, str))
    return list(dict.fromkeys(each for each in found if each is not None))


def typed_reasons(form: FormData) -> dict[UUID, str]:
    """What was typed as reasons, for each listing of the form that was sent; where there is something."""
    typed: dict[UUID, str] = {}
    for name in form:
        listing_id = _id(name.removeprefix(REASONS)) if name.startswith(REASONS) else None
        text = form[name]
        if listing_id is not None and isinstance(text, str) and text.strip() and len(typed) < _MOST_IDS:
            typed[listing_id] = text.strip()[:LONGEST_REASONS]
    return typed


def in_order(ids: Iterable[UUID], places: dict[UUID, str]) -> list[UUID]:
    """Listings by the numbers beside them; those without one, or with the same, as they stood."""
    return sorted(ids, key=lambda each: number_of(places.get(each, "").strip(), _LAST) or _LAST)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
