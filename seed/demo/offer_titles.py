"""Titles of offers: many patterns, each used only where it reads well."""

import re
from functools import cache
from random import Random

from marketplace.listings.schemas import CostUnit, ListingKind
from seed.demo import facts
from seed.demo.offers import Drawn
from seed.demo.phrases import Phrase, parse_all, pick, possessive, sentence_case
from seed.demo.vocabulary import read_toml
from seed.demo.writing import WHO

_PARTS = {"morning": "mornings", "midday": "lunchtimes", "afternoon": "afternoons", "evening": "evenings"}
_TIMED = {
    "morning": {"morning"},
    "breakfast": {"morning"},
    "afternoon": {"afternoon"},
    "evening": {"evening"},
    "night": {"evening"},
    "supper": {"evening"},
    "disco": {"evening"},
    "lunch": {"midday", "morning"},
    "dinner": {"midday"},
    "after-school": {"afterschool"},
    "tea dance": {"afternoon"},
}
"""Words in a name that say when it is -> the parts of the day they fit."""
_UNLIKE_NOUNS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "for",
        "with",
        "your",
        "my",
        "our",
        "by",
        "to",
        "of",
        "that",
        "who",
        "on",
        "off",
        "from",
        "more",
        "back",
        ",",
        "get",
        "give",
    ]
)
"""Words that make a name a phrase, before which no town, day or adjective can stand."""
_PEOPLE = re.compile(
    "people|women|men|elders|seniors|carers|parents|families|veterans|adults|survivors|friends"
)
_NATIONAL_TITLES = (
    "online across England",
    "by video call, all over England",
    "from home, anywhere in England",
)


@cache
def _patterns(kind: ListingKind) -> tuple[Phrase, ...]:
    return parse_all(read_toml("offers.toml")["titles"][kind])


def pick_name(random: Random, drawn: Drawn) -> str:
    """A name of the offer that does not speak of another time of day."""
    return pick(random, _names(drawn.offer.names, drawn.part, on_saturday="sat" in drawn.days))


@cache
def _names(names: tuple[str, ...], part: str, *, on_saturday: bool) -> tuple[str, ...]:
    if not part or part == "fullday":
        return names
    return tuple(name for name in names if _suits(name.lower(), part, on_saturday=on_saturday)) or names


def _suits(name: str, part: str, *, on_saturday: bool) -> bool:
    if "saturday" in name and not on_saturday:
        return False
    return all(part in parts for word, parts in _TIMED.items() if word in name)


def write_title(random: Random, drawn: Drawn, slots: dict[str, str]) -> str:
    """Write a title from those slots that are there."""
    if drawn.is_national:
        return f"{sentence_case(slots['name'])}, {pick(random, _NATIONAL_TITLES)}"
    usable = {name for name, value in slots.items() if value}
    phrases = [phrase for phrase in _patterns(drawn.kind) if phrase.names <= usable]
    return sentence_case(pick(random, phrases).render(random, slots))


def title_slots(drawn: Drawn, name: str, adjective: str) -> dict[str, str]:
    """Slots that only some titles may use, because they would be odd or wrong in others."""
    slots = _day_slots(drawn, name) | _noun_slots(drawn, name, adjective)
    if drawn.workers == 1:
        slots["hosts"] = possessive(drawn.lead.first)
    if drawn.area is not None and drawn.area.named == (drawn.spot.council_code,):
        slots["wide_council"] = drawn.spot.council_name
    return slots | {"near_town": drawn.spot.next_town}


def _noun_slots(drawn: Drawn, name: str, adjective: str) -> dict[str, str]:
    low = name.lower()
    if _UNLIKE_NOUNS.intersection(low.replace(",", " ,").split()):
        return {}
    slots = {"noun": name}
    if drawn.groups and not _PEOPLE.search(low):
        slots["who"] = WHO[drawn.groups[0]]
    if not low.startswith(adjective.lower()):
        slots["adjective"] = adjective
    if drawn.costs[0].unit is CostUnit.FREE and "free" not in low:
        slots["free_noun"] = name
    return slots


def _day_slots(drawn: Drawn, name: str) -> dict[str, str]:
    if drawn.venue is None or len(drawn.days) != 1 or not drawn.part or "day" in name.lower():
        return {}
    day = facts.DAY_NAMES[drawn.days[0]]
    if drawn.part not in _PARTS:
        return {"one_day": day}
    return {"one_day": day, "day_and_part": f"{day} {_PARTS[drawn.part]}"}
