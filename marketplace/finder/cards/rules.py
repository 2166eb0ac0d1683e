"""A listing among results: where it is for *this* place, its price, free time and checks, in words."""

from collections.abc import Callable

from marketplace.finder.addresses.rules import listing_url
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import ResultCard
from marketplace.finder.words.rules import (
    availability_words,
    listed,
    miles_words,
    nation,
    price_words,
    rough_miles_words,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.schemas import CostOption, CostUnit, CqcStatus, ListingCard, PublicArea
from marketplace.taxonomies.schemas import Taxonomy

AreaNames = Callable[[str], str]
"""What people call a named area: a council by its name, a postcode district as it is."""
FAR_MILES = 100.0
ONLINE = "online"
"""Code of the taxonomy ACCESS: people take part by video or telephone."""
_NAMED_SHOWN = 3


def result_card(
    card: ListingCard,
    *,
    number: int,
    distance_miles: float | None,
    covers_place: bool,
    vocabulary: Vocabulary,
    area_names: AreaNames,
    tier: str = "",
) -> ResultCard:
    """Put a listing in words. `distance_miles` None means that no place was asked for."""
    return ResultCard(
        card=card,
        number=number,
        url=listing_url(card.id),
        distance_miles=distance_miles,
        covers_place=covers_place,
        kind=vocabulary.label(Taxonomy.KIND, card.kind.value),
        where=where_words(card, distance_miles, covers_place=covers_place, area_names=area_names),
        price=prices_words(card.costs),
        availability=availability_words(card.capacity),
        has_room=None if card.capacity is None else card.capacity.free_now > 0,
        support_types=vocabulary.labels(Taxonomy.SUPPORT_TYPE, card.support_types),
        care_groups=vocabulary.labels(Taxonomy.CARE_GROUP, card.care_groups),
        languages=vocabulary.labels(Taxonomy.LANGUAGE, card.languages),
        checks=check_labels(card, vocabulary),
        tier=tier,
    )


def where_words(
    card: ListingCard, distance_miles: float | None, *, covers_place: bool, area_names: AreaNames
) -> str:
    """Where it is, told apart: people go there, or it comes to them, or both."""
    if covers_place:
        return _covering_words(card, distance_miles)
    if distance_miles is None:
        return _resting_words(card, area_names)
    if card.is_venue:
        return _("%(miles)s away", miles=miles_words(distance_miles))
    return _("Based about %(miles)s away", miles=rough_miles_words(distance_miles))


def _covering_words(card: ListingCard, distance_miles: float | None) -> str:
    anywhere = _anywhere_words(card)
    if card.is_venue and distance_miles is not None and distance_miles <= FAR_MILES:
        miles = miles_words(distance_miles)
        if anywhere and ONLINE in card.access:
            return _("%(miles)s away · or online", miles=miles)
        return _("%(miles)s away · can also come to you", miles=miles)
    if anywhere:
        return anywhere
    if distance_miles is None or distance_miles > FAR_MILES:
        return _("Travels to you")
    return _("Travels to you · based %(miles)s away", miles=rough_miles_words(distance_miles))


def _resting_words(card: ListingCard, area_names: AreaNames) -> str:
    """Where it is when nobody has said where they are."""
    if card.is_venue and card.town:
        return _("In %(town)s", town=card.town)
    return _anywhere_words(card) or (" · ".join(area_words(card.area, area_names)) if card.area else "")


def area_words(area: PublicArea, area_names: AreaNames, shown: int = _NAMED_SHOWN) -> tuple[str, ...]:
    """Where a provider travels: "Travels up to 10 miles from near BA12", "Covers SN12 and Wiltshire"."""
    words: list[str] = []
    if area.miles > 0:
        miles = miles_words(area.miles)
        near = area.near
        words.append(
            _("Travels up to %(miles)s from near %(near)s", miles=miles, near=near)
            if near
            else _("Travels up to %(miles)s", miles=miles)
        )
    names = [nation(code) or area_names(code) for code in area.named]
    if names:
        more = len(names) - shown
        if more > 0:
            names = [*names[:shown], ngettext("%(num)s more area", "%(num)s more areas", more)]
        words.append(_("Covers %(areas)s", areas=listed(names)))
    return tuple(words)


def _anywhere_words(card: ListingCard) -> str:
    """That it reaches a whole nation, and whether it does so online; "" when it reaches less."""
    codes = card.area.named if card.area else ()
    name = next((name for code in codes if (name := nation(code))), None)
    if name is None:
        return ""
    if ONLINE in card.access:
        return _("Online, anywhere in %(nation)s", nation=name)
    return _("Anywhere in %(nation)s", nation=name)


def prices_words(costs: tuple[CostOption, ...]) -> str:
    """All prices in a few words, the cheapest of each unit first; "" when none is said."""
    order = list(CostUnit)
    words = dict.fromkeys(
        price_words(cost) for cost in sorted(costs, key=lambda c: (order.index(c.unit), c.amount_pence))
    )
    return listed(list(words)[:2], "or")


def check_labels(card: ListingCard, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The checks in date, each named once, and registration with the Care Quality Commission."""
    labels = vocabulary.labels(Taxonomy.CHECK, tuple(dict.fromkeys(check.kind for check in card.checks)))
    if card.cqc_status is CqcStatus.REGISTERED:
        labels = (*labels, _("Registered with the Care Quality Commission"))
    return labels
