"""Puts what an offer's facts say into words: title, summary, description, easy read."""

from functools import cache
from random import Random

from msgspec import Struct

from marketplace.listings.schemas import CostUnit, ListingKind
from seed.demo import facts
from seed.demo.offer_titles import pick_name, title_slots, write_title
from seed.demo.offers import Drawn
from seed.demo.parts import Text
from seed.demo.phrases import Phrase, between, draw, join_words, parse_all, pick, sentence_case, shuffled
from seed.demo.vocabulary import phrases_of, read_toml
from seed.demo.writing import as_paragraphs, count_words, fit_length, language_name, sample_phrases

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


class _Sentences(Struct, frozen=True):
    groups: dict[str, dict[str, tuple[Phrase, ...]]]
    adjectives: tuple[str, ...]


@cache
def _sentences() -> _Sentences:
    source = read_toml("offers.toml")
    groups = ("venue", "travels", "office", "national", "access")
    return _Sentences(
        groups={
            group: {name: parse_all(phrases) for name, phrases in source[group].items()} for group in groups
        },
        adjectives=tuple(source["words"]["adjectives"]),
    )


def write_offer(random: Random, drawn: Drawn) -> Text:
    """Write the words of an offer."""
    slots = _make_slots(random, drawn)
    about = list(phrases_of(drawn.kind, drawn.offer.code, "about"))
    about = shuffled(random, about)
    summary = about[0].render(random, slots)
    if drawn.venue and drawn.part and random.random() < 0.4:
        summary += f" {sentence_case(slots['days'])} at {slots['from']}."
    return Text(
        title=write_title(random, drawn, slots),
        summary=summary,
        description=_write_description(random, drawn, slots, about[1:2]),
        easy_read=_write_easy(random, drawn, slots),
    )


def _make_slots(random: Random, drawn: Drawn) -> dict[str, str]:
    spot, alone = drawn.spot, drawn.workers == 1
    name = pick_name(random, drawn)
    adjective = pick(random, _sentences().adjectives)
    slots = {
        "name": name,
        "town": spot.town,
        "council": spot.council_name,
        "brand": drawn.brand,
        "host": drawn.lead.first,
        "years": _number(between(random, 2, 12)),
        "adjective_low": adjective.lower(),
        "we": "I" if alone else "we",
        "us": "me" if alone else "us",
        "our": "my" if alone else "our",
        "are": "am" if alone else "are",
        "workers": _number(drawn.workers or 2),
        "price": facts.price_words(drawn.costs[0], drawn.offer.priced),
        "days": facts.day_words(list(drawn.days)),
        "from": facts.clock_words(drawn.schedule[0].opens_at),
        "until": facts.clock_words(drawn.schedule[0].closes_at),
        "language": next((language_name(code) for code in drawn.languages if code not in _NOT_SPOKEN), ""),
        "hall": drawn.venue.address if drawn.venue else spot.town,
    }
    if drawn.capacity is not None:
        slots["count"] = _number(int(drawn.capacity.free_now))
    if drawn.area is not None and drawn.area.miles:
        slots["miles"] = str(int(drawn.area.miles))
    return slots | title_slots(drawn, name, adjective)


_NOT_SPOKEN = frozenset({"bsl", "makaton", "easy_read", "sse", "deafblind_manual", "english"})


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _write_description(random: Random, drawn: Drawn, slots: dict[str, str], about: list[Phrase]) -> str:
    more = phrases_of(drawn.kind, drawn.offer.code, "more")
    opening = [phrase.render(random, slots) for phrase in about]
    extra = shuffled(random, sample_phrases(random, more, slots, between(random, 2, 4)))
    said = shuffled(random, _say_facts(random, drawn, slots))
    most = between(random, 42, 112)
    first = fit_length([*opening, *extra[:1]], extra[1:], most)
    room = most - sum(map(count_words, first))
    return as_paragraphs(first, fit_length([], said, room))


def _say_facts(random: Random, drawn: Drawn, slots: dict[str, str]) -> list[str]:
    """Sentences that say the facts: when, where, how much, what is free, how to get in."""
    groups = _sentences().groups
    if drawn.is_national:
        names = [("national", "where"), *_price_names("venue", drawn)]
    elif drawn.kind is ListingKind.SUPPORT_ORGANIZATION:
        names = [
            ("office", "wide"),
            ("office", "base"),
            *_price_names("office", drawn),
            ("office", "closing"),
        ]
    elif drawn.venue is not None:
        names = [
            ("venue", "meets"),
            *_price_names("venue", drawn),
            *_room_names("venue", drawn),
            ("venue", "closing"),
        ]
        names += [("access", code) for code in draw(random, drawn.access, 2) if code in groups["access"]]
    else:
        names = [*_travel_names(drawn), *_room_names("travels", drawn), ("travels", "closing")]
    names += _language_names(drawn, slots)
    return [pick(random, groups[group][name]).render(random, slots) for group, name in names]


def _language_names(drawn: Drawn, slots: dict[str, str]) -> list[tuple[str, str]]:
    """What is spoken or signed, unless the offer's own words say so."""
    if drawn.offer.languages:
        return []
    group = "venue" if drawn.venue else "travels"
    if drawn.kind is ListingKind.SUPPORT_ORGANIZATION:
        group = "office"
    names = [(group, "language")] if slots["language"] else []
    return [*names, (group, "bsl")] if "bsl" in drawn.languages else names


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
