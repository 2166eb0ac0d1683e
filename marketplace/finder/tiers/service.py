"""Tiers of listings, by the settings of their councils."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from uuid import UUID

from marketplace.councils.schemas import CouncilSettings
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import TierWords
from marketplace.finder.tiers.rules import tier_words
from marketplace.kernel.clock import today
from marketplace.listings.evidence.tiers.rules import tier_of
from marketplace.listings.schemas import ListingCard

ListSettings = Callable[[Iterable[str | None]], Awaitable[dict[str | None, CouncilSettings]]]
"""Reads the settings of councils: from the database, or from a copy that is a few seconds old at most."""


async def find_tier(card: ListingCard, vocabulary: Vocabulary, read: ListSettings) -> TierWords | None:
    """The tier of one listing, with its meaning."""
    settings = await read([card.council_code])
    return tier_words(card, settings[card.council_code], vocabulary, today())


async def list_tiers(cards: Mapping[UUID, ListingCard], read: ListSettings) -> dict[UUID, str]:
    """Names of tiers beyond the one that everybody needs, by listing."""
    settings = await read({card.council_code for card in cards.values()})
    day, names = today(), {}
    for id_, card in cards.items():
        scheme = settings[card.council_code]
        tier = tier_of(card.kind, card.checks, scheme, day)
        if tier and tier.code != scheme.tiers[0].code:
            names[id_] = tier.name
    return names
