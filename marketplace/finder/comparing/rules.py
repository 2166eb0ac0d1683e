"""What of listings is put side by side, as pure functions."""

from collections.abc import Sequence

from marketplace.finder.addresses.rules import listing_url
from marketplace.finder.cards.rules import AreaNames, check_labels, where_words
from marketplace.finder.comparing.schemas import ComparedFact, ComparedListing, Comparison
from marketplace.finder.details.rules import listing_words
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.words.rules import listed
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import Listing
from marketplace.places.rules import distance_miles
from marketplace.places.schemas import Place
from search.documents import Point

MOST_COMPARED = 4


def compare(
    found: Sequence[Listing], place: Place | None, vocabulary: Vocabulary, area_names: AreaNames
) -> Comparison:
    """Put listings side by side; with a place, how far each is from it."""
    columns = [_facts_of(listing, place, vocabulary, area_names) for listing in found]
    labels = columns[0] if columns else {}
    facts = (ComparedFact(label=label, cells=tuple(column[label] for column in columns)) for label in labels)
    return Comparison(
        listings=tuple(
            ComparedListing(
                id=listing.id,
                title=listing.title,
                url=listing_url(listing.id),
                has_people=listing.has_people,
            )
            for listing in found
        ),
        facts=tuple(fact for fact in facts if any(fact.cells)),
    )


def _facts_of(
    listing: Listing, place: Place | None, vocabulary: Vocabulary, area_names: AreaNames
) -> dict[str, tuple[str, ...]]:
    words = listing_words(listing, vocabulary, area_names)
    return {
        _("What it is"): (words.kind,),
        _("Offered by"): (listing.organization.name,),
        _("Price"): words.prices or (_("Ask about the price"),),
        _("Where"): words.where if place is None else _where_from(listing, place, area_names),
        _("Free now"): _lines(words.availability),
        _("Days and times"): tuple(f"{row.day}: {', '.join(row.times)}" for row in words.week),
        _("Help with"): _lines(listed(list(words.support_types))),
        _("Who it is for"): (*_lines(listed(list(words.care_groups))), *_lines(words.ages)),
        _("Languages"): _lines(listed(list(words.languages))),
        _("Checks"): check_labels(listing, vocabulary) or (_("None on record. Ask to see them"),),
    }


def _lines(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _where_from(listing: Listing, place: Place, area_names: AreaNames) -> tuple[str, ...]:
    """How far it is from a place, and whether it comes there."""
    miles = None
    if listing.latitude is not None and listing.longitude is not None:
        here = Point(place.latitude, place.longitude)
        miles = distance_miles(here, Point(listing.latitude, listing.longitude))
    covers = covers_place(listing, place, miles)
    return _lines(where_words(listing, miles, covers_place=covers, area_names=area_names))


def covers_place(listing: Listing, place: Place, miles: float | None) -> bool:
    """Whether it comes to a place: its radius reaches that, or one of its named areas has it."""
    if listing.area is None:
        return False
    reaches = listing.area.miles > 0 and miles is not None and miles <= listing.area.miles
    return reaches or not place.areas.isdisjoint(listing.area.named)
