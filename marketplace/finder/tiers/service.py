"""Tiers of listings, by the settings of their councils: one statement, however many listings."""

from collections.abc import Mapping
from uuid import UUID

from marketplace.councils import service as councils
from marketplace.finder.params.schemas import Vocabulary
from marketplace.finder.schemas import TierWords
from marketplace.finder.tiers.rules import tier_words
from marketplace.kernel.clock import today
from marketplace.listings.evidence.tiers.rules import tier_of
from marketplace.listings.schemas import ListingCard


async def find_tier(card: ListingCard, vocabulary: Vocabulary) -> TierWords | None:
    """The tier of one listing, with its meaning."""
    settings = await councils.get_council_settings(card.council_code)
    return tier_words(card, settings, vocabulary, today())


async def list_tiers(cards: Mapping[UUID, ListingCard]) -> dict[UUID, str]:
    """Names of tiers beyond the one that everybody needs, by listing."""
    settings = await councils.list_council_settings({card.council_code for card in cards.values()})
    found = {
        card.id: tier_of(card.kind, card.checks, settings[card.council_code], today())
        for card in cards.values()
    }
    return {
        id_: tier.name
        for id_, tier in found.items()
        if tier and tier.code != settings[cards[id_].council_code].tiers[0].code
    }
