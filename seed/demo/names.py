"""Made-up names of providers and of the places where they meet."""

import re
from random import Random

from marketplace.listings.schemas import ListingKind, Venue
from seed.demo.phrases import pick, possessive
from seed.demo.terrain import Spot
from seed.demo.vocabulary import brands

_ENDINGS = {
    ListingKind.MICRO_ENTERPRISE: "enterprise_endings",
    ListingKind.CO_OPERATIVE: "co_operative_endings",
    ListingKind.COMMUNITY_ACTIVITY: "activity_endings",
    ListingKind.SUPPORT_ORGANIZATION: "organization_endings",
}
_AFTER_NAMES = ("Helping Hands", "Companions", "Helpers", "Team", "Visits")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def make_brand(random: Random, kind: ListingKind, lead: str) -> str:
    """Make up the name of a provider; `lead` is the first name of somebody in it."""
    words = brands()
    ending = pick(random, getattr(words, _ENDINGS[kind]))
    chance = random.random()
    if kind is ListingKind.MICRO_ENTERPRISE and chance < 0.22:
        return f"{possessive(lead)} {pick(random, _AFTER_NAMES)}"
    if chance < 0.5:
        return f"{pick(random, words.nouns)} {ending}"
    return f"{pick(random, words.adjectives)} {pick(random, words.nouns)} {ending}"


def make_venue(random: Random, spot: Spot, place: str) -> Venue:
    """Make up a venue at a real postcode: its name, town and postcode are all the address there is."""
    words = brands()
    name = pick(random, words.places)
    if random.random() < 0.45:
        name = f"{name} {pick(random, words.streets)}"
    name = f"{name} {pick(random, words.venues[place or 'hall'])}"
    return Venue(
        address=name,
        town=spot.town,
        postcode=spot.postcode,
        latitude=spot.latitude,
        longitude=spot.longitude,
    )


def make_website(brand: str) -> str:
    """A web address that leads nowhere (example.org is kept for that)."""
    return f"https://www.example.org/{_NOT_IN_SLUG.sub('-', brand.lower()).strip('-')}"
