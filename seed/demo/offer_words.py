"""Puts what an offer's facts say into words: title, summary, description, easy read."""

from functools import cache
from random import Random

from msgspec import Struct

from marketplace.listings.schemas import CostUnit, ListingKind
from seed.demo import facts
from seed.demo.offers import Drawn
from seed.demo.phrases import Phrase, join_words, parse_all, pick, sentence_case
from seed.demo.vocabulary import phrases_of, read_toml
from seed.demo.writing import WHO, as_paragraphs, count_words, fit_length, language_name, sample_phrases

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PARTS = {"morning": "mornings", "midday": "lunchtimes", "afternoon": "afternoons", "evening": "evenings"}
_TIMED = {
    "morning": {"morning"}, "breakfast": {"morning"}, "afternoon": {"afternoon"}, "evening": {"evening"},
    "night": {"evening"}, "supper": {"evening"}, "disco": {"evening"}, "lunch": {"midday", "morning"},
    "dinner": {"midday"}, "tea dance": {"afternoon"},
}  # fmt: skip
"""Words in a name that say when it is -> the parts of the day they fit."""


class _Sentences(Struct, frozen=True):
    titles: dict[str, tuple[Phrase, ...]]
    groups: dict[str, dict[str, tuple[Phrase, ...]]]
    adjectives: tuple[str, ...]


@cache
def _sentences() -> _Sentences:
    source = read_toml("offers.toml")
    groups = ("venue", "travels", "office", "national", "access")
    return _Sentences(
        titles={kind: parse_all(phrases) for kind, phrases in source["titles"].items()},
        groups={
            group: {name: parse_all(phrases) for name, phrases in source[group].items()} for group in groups
        },
        adjectives=tuple(source["words"]["adjectives"]),
    )


class Text(Struct, frozen=True):
    """The words of a listing."""

    title: str
    summary: str
    description: str
    easy_read: tuple[str, ...]


def write_offer(random: Random, drawn: Drawn) -> Text:
    """Write the words of an offer."""
    slots = _make_slots(random, drawn)
    about = list(phrases_of(drawn.kind, drawn.offer.code, "about"))
    random.shuffle(about)
    summary = about[0].render(random, slots)
    if drawn.venue and drawn.part and random.random() < 0.4:  # noqa: PLR2004
        summary += f" {sentence_case(slots['days'])} at {slots['from']}."
    return Text(
        title=_write_title(random, drawn, slots),
        summary=summary,
        description=_write_description(random, drawn, slots, about[1:2]),
        easy_read=_write_easy(random, drawn, slots),
    )


def _make_slots(random: Random, drawn: Drawn) -> dict[str, str]:
    spot, alone = drawn.spot, drawn.workers == 1
    name = _pick_name(random, drawn)
    adjective = pick(random, _sentences().adjectives)
    slots = {
        "name": name, "town": spot.town, "council": spot.council_name, "brand": drawn.brand,
        "host": drawn.lead.first, "years": _number(random.randint(2, 12)), "adjective_low": adjective.lower(),
        "we": "I" if alone else "we", "us": "me" if alone else "us", "our": "my" if alone else "our",
        "are": "am" if alone else "are", "workers": _number(drawn.workers or 2),
        "price": facts.price_words(drawn.costs[0], drawn.offer.priced),
        "days": facts.day_words(list(drawn.days)),
        "from": facts.clock_words(drawn.schedule[0].opens_at), "until": facts.clock_words(drawn.schedule[0].closes_at),
        "language": next((language_name(code) for code in drawn.languages if code not in _NOT_SPOKEN), ""),
        "hall": drawn.venue.address if drawn.venue else spot.town,
    }  # fmt: skip
    if drawn.capacity is not None:
        slots["count"] = _number(int(drawn.capacity.free_now))
    if drawn.area is not None and drawn.area.miles:
        slots["miles"] = str(int(drawn.area.miles))
    return slots | _title_slots(drawn, name, adjective)


_NOT_SPOKEN = frozenset({"makaton", "easy_read", "sse", "deafblind_manual", "english"})


def _title_slots(drawn: Drawn, name: str, adjective: str) -> dict[str, str]:
    """Slots that only some titles may use, because they would be odd or wrong in others."""
    spot, slots, low = drawn.spot, {}, name.lower()
    if " for " not in f" {low} " and drawn.groups:
        slots["who"] = WHO[drawn.groups[0]]
    if not low.startswith(adjective.lower()) and " " not in adjective and not low.startswith(("a ", "an ", "the ")):
        slots["adjective"] = adjective
    if not any(word in low for word in (" for ", "your", " and ", ":", ",")) and len(low.split()) <= 3:  # noqa: PLR2004
        slots["plain_name"] = name
        slots["team_name"] = name
    if drawn.costs[0].unit is CostUnit.FREE and "free" not in low:
        slots["free_name"] = name
    if drawn.workers == 1:
        slots["hosts"] = f"{drawn.lead.first}{'’' if drawn.lead.first.endswith('s') else '’s'}"
    if drawn.area is not None and drawn.area.named == (spot.council_code,):
        slots["wide_council"] = spot.council_name
    if spot.next_town:
        slots["near_town"] = spot.next_town
    if drawn.venue is not None and len(drawn.days) == 1 and drawn.part:
        slots["one_day"] = facts.DAY_NAMES[drawn.days[0]]
        if drawn.part in _PARTS:
            slots["day_and_part"] = f"{slots['one_day']} {_PARTS[drawn.part]}"
    return slots


def _pick_name(random: Random, drawn: Drawn) -> str:
    """A name of the offer that does not speak of another time of day."""
    names = [name for name in drawn.offer.names if _suits(name, drawn)]
    return pick(random, names or drawn.offer.names)


def _suits(name: str, drawn: Drawn) -> bool:
    if not drawn.part or drawn.part == "fullday":
        return True
    low = name.lower()
    if "saturday" in low and "sat" not in drawn.days:
        return False
    return all(drawn.part in parts for word, parts in _TIMED.items() if word in low)


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _write_title(random: Random, drawn: Drawn, slots: dict[str, str]) -> str:
    if drawn.is_national:
        return f"{sentence_case(slots['name'])}, {pick(random, _NATIONAL_TITLES)}"
    usable = {name for name, value in slots.items() if value}
    phrases = [phrase for phrase in _sentences().titles[drawn.kind] if phrase.names <= usable]
    return sentence_case(pick(random, phrases).render(random, slots))


_NATIONAL_TITLES = ("online across England", "by video call, all over England", "from home, anywhere in England")


def _write_description(random: Random, drawn: Drawn, slots: dict[str, str], about: list[Phrase]) -> str:
    more = phrases_of(drawn.kind, drawn.offer.code, "more")
    opening = [phrase.render(random, slots) for phrase in about]
    extra = sample_phrases(random, more, slots, random.randint(2, 4))
    random.shuffle(extra)
    said = list(_say_facts(random, drawn, slots))
    random.shuffle(said)
    most = random.randint(42, 112)
    first = fit_length([*opening, *extra[:1]], extra[1:], most)
    room = most - sum(map(count_words, first))
    second = fit_length([], said, max(room, 10))
    if sum(map(count_words, [*first, *second])) < _FEWEST:
        second = said[:3]
    return as_paragraphs(first, second)


_FEWEST = 26


def _say_facts(random: Random, drawn: Drawn, slots: dict[str, str]) -> list[str]:
    """Sentences that say the facts: when, where, how much, what is free, how to get in."""
    groups = _sentences().groups
    if drawn.is_national:
        names = [("national", "where"), *_price_names("venue", drawn)]
    elif drawn.kind is ListingKind.SUPPORT_ORGANIZATION:
        names = [("office", "wide"), ("office", "base"), *_price_names("office", drawn), ("office", "closing")]
    elif drawn.venue is not None:
        names = [("venue", "meets"), *_price_names("venue", drawn), *_room_names("venue", drawn), ("venue", "closing")]
        names += [("access", code) for code in random.sample(drawn.access, min(2, len(drawn.access))) if code in groups["access"]]
    else:
        names = [*_travel_names(drawn), *_room_names("travels", drawn), ("travels", "closing")]
    if slots["language"] and not drawn.offer.languages:
        group = {ListingKind.SUPPORT_ORGANIZATION: "office"}.get(drawn.kind, "venue" if drawn.venue else "travels")
        names.append((group, "language"))
    return [pick(random, groups[group][name]).render(random, slots) for group, name in names]


def _price_names(group: str, drawn: Drawn) -> list[tuple[str, str]]:
    return [(group, "free_of_charge" if drawn.costs[0].unit is CostUnit.FREE else "price")]


def _room_names(group: str, drawn: Drawn) -> list[tuple[str, str]]:
    capacity = drawn.capacity
    if capacity is None:
        return []
    if not capacity.free_now:
        return [(group, "full")]
    if capacity.hours_per_week:
        return [(group, "hours")]
    return [(group, "one_place" if capacity.places == 1 else "room")]


def _travel_names(drawn: Drawn) -> list[tuple[str, str]]:
    area = drawn.area
    if area is not None and area.miles:
        where = "area"
    else:
        where = "wide" if area is not None and drawn.spot.council_code in area.named else "named"
    team = "alone" if drawn.workers == 1 else "team"
    registered = [("travels", "registered")] if drawn.cqc_location_id else []
    return [("travels", where), ("travels", "price"), ("travels", team), *registered]


def _write_easy(random: Random, drawn: Drawn, slots: dict[str, str]) -> tuple[str, ...]:
    likely = 0.8 if {"learning_disability", "profound_disability"} & set(drawn.groups) else 0.38
    if random.random() > likely:
        return ()
    lines = [phrase.render(random, slots) for phrase in phrases_of(drawn.kind, drawn.offer.code, "easy")]
    if drawn.venue is not None and drawn.part:
        lines.append(f"It is on {join_words([facts.DAY_NAMES[day] for day in drawn.days])}.")
        lines.append(f"It starts at {slots['from']}.")
    lines.append("It is free." if slots["price"] == "free" else f"It costs {slots['price']}.")
    if drawn.capacity is not None and not drawn.capacity.free_now:
        lines.append("It is full at the moment.")
    return tuple(lines)


