"""A pool among results in words: how far about, when, what it costs each, how many places are left."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from marketplace.finder.addresses.rules import listing_url
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import PoolResult, SuggestedItem, SuggestionKind
from marketplace.finder.words.rules import rough_miles_words
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.pooling.finding.saying.rules import left_words, times_words
from marketplace.pooling.finding.schemas import PoolCard
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Suggestion


def pool_url(pool_id: UUID) -> str:
    """The page of a pool for anybody."""
    return f"/pools/{pool_id}/about"


def pool_result(
    card: PoolCard, *, number: int, distance_miles: float | None, vocabulary: Vocabulary
) -> PoolResult:
    """Put a pool in words. `distance_miles` None means that no place was asked for."""
    return PoolResult(
        card=card,
        number=number,
        url=pool_url(card.id),
        distance_miles=distance_miles,
        where=_where_words(card, distance_miles),
        when=times_words(card.times),
        cost=cost_words(card.weekly_cost_pence),
        places=left_words(card.places, card.places_left),
        support_types=vocabulary.labels(Taxonomy.SUPPORT_TYPE, card.support_types),
        care_groups=vocabulary.labels(Taxonomy.CARE_GROUP, card.care_groups),
        languages=vocabulary.labels(Taxonomy.LANGUAGE, card.languages),
        uses_url=listing_url(card.listing_id) if card.listing_id else "",
    )


def cost_words(weekly_pence: int | None) -> str:
    """What it costs each, as planned; "" where it is not said."""
    if weekly_pence is None:
        return ""
    if weekly_pence == 0:
        return _("Free")
    return _("About %(pounds)s a week for each", pounds=pounds(weekly_pence))


def _where_words(card: PoolCard, distance_miles: float | None) -> str:
    parts = [card.place_words, card.outcode]
    if distance_miles is not None:
        miles = rough_miles_words(max(distance_miles, 1.0))
        parts = [_("About %(miles)s away", miles=miles), *parts]
    return " · ".join(part for part in parts if part)


def pool_items(found: Iterable[Suggestion], cards: Mapping[UUID, PoolCard]) -> tuple[SuggestedItem, ...]:
    """Pools whose title goes on from the text; only those that are public at this moment."""
    return tuple(
        SuggestedItem(
            kind=SuggestionKind.POOL,
            label=cards[each.id].title,
            value=str(each.id),
            url=pool_url(each.id),
            id=each.id,
            distance_miles=each.distance_miles,
        )
        for each in found
        if each.id in cards
    )
