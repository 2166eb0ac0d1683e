"""The words of `words/*.toml` as typed values: offers of the four kinds that are not PAs, names, brands."""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from marketplace.listings.schemas import CostUnit, ListingKind
from seed.demo.phrases import Phrase, parse_all

FOLDER = Path(__file__).parent / "words"

_FILES = {
    ListingKind.COMMUNITY_ACTIVITY: "activities.toml",
    ListingKind.MICRO_ENTERPRISE: "enterprises.toml",
    ListingKind.CO_OPERATIVE: "cooperatives.toml",
    ListingKind.SUPPORT_ORGANIZATION: "organizations.toml",
}


class Offer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that an activity, enterprise, co-operative or support organisation may offer."""

    code: str
    names: tuple[str, ...]
    about: tuple[str, ...]
    more: tuple[str, ...]
    easy: tuple[str, ...]
    core: tuple[str, ...]
    """Care groups that it is always for; `groups` are those it may be for as well."""
    groups: tuple[str, ...]
    support: tuple[str, ...]
    more_support: tuple[str, ...] = ()
    weight: float
    photo: str
    place: str = ""
    """Kind of venue, a key of the venues in brands.toml."""
    venue: bool = False
    """An enterprise or co-operative that people come to."""
    price: tuple[int, int] | None = None
    """Lowest and highest price in pence."""
    unit: CostUnit | None = None
    priced: str = ""
    """What the price is for, in words ("a meal")."""
    free: float = 0.0
    """Chance that it costs nothing."""
    night: tuple[int, int] | None = None
    night_work: bool = False
    minutes: tuple[int, ...] = ()
    times: tuple[str, ...] = ()
    days: str = "week"
    places: tuple[int, int] | None = None
    workers: tuple[int, int] | None = None
    ages: tuple[tuple[int, int], ...] = ()
    """Choices of youngest and oldest; 0 = no limit."""
    access: tuple[str, ...] = ()
    transport: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    more_languages: tuple[str, ...] = ()
    cultures: tuple[str, ...] = ()
    more_cultures: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    community: str = ""
    """Found only where this community lives; a code of people.toml, or "diverse" for several of them."""


class Community(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People who share names, languages and culture, loosely; the numbers are chances."""

    code: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    languages: dict[str, float]
    cultures: dict[str, float]


class Brands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parts of made-up names of providers and venues."""

    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    enterprise_endings: tuple[str, ...]
    co_operative_endings: tuple[str, ...]
    activity_endings: tuple[str, ...]
    organization_endings: tuple[str, ...]
    places: tuple[str, ...]
    streets: tuple[str, ...]
    venues: dict[str, tuple[str, ...]]


def read_toml(name: str) -> dict[str, Any]:
    """Read one file of words."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def offers_of(kind: ListingKind) -> tuple[Offer, ...]:
    """The offers of a kind."""
    return msgspec.convert(read_toml(_FILES[kind])["offer"], tuple[Offer, ...])


@cache
def brands() -> Brands:
    """Parts of made-up names."""
    return msgspec.convert(read_toml("brands.toml"), Brands)


@cache
def communities() -> dict[str, Community]:
    """Communities by code."""
    found = msgspec.convert(read_toml("people.toml")["community"], tuple[Community, ...])
    return {community.code: community for community in found}


@cache
def community_shares() -> dict[str, dict[str, int]]:
    """By council and community, how many of a thousand people who offer support belong to it."""
    shares: dict[str, dict[str, int]] = {}
    with (FOLDER / "communities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            shares.setdefault(row["council_code"], {})[row["community"]] = int(row["per_thousand"])
    return shares


@cache
def phrases_of(kind: ListingKind, code: str, part: str) -> tuple[Phrase, ...]:
    """The sentences of an offer, parsed: `part` is "about", "more" or "easy"."""
    offer = next(offer for offer in offers_of(kind) if offer.code == code)
    return parse_all(getattr(offer, part))
