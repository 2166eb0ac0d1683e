"""What a made-up personal assistant says: who they are, what they help with, when, where and for how much."""

from bisect import bisect
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

from marketplace.listings.schemas import (
    CostOption,
    CostUnit,
    CqcStatus,
    ListingKind,
    Organization,
    ServiceArea,
)
from seed.demo import facts
from seed.demo.gaps import shortage_in
from seed.demo.parts import PERSONAL_CARE, Content, checked_by, draw_miles, draw_photos, grow_codes, make_id
from seed.demo.people import Person, make_person
from seed.demo.phrases import Phrase, join_words, parse, parse_all, pick, sentence_case
from seed.demo.terrain import Spot
from seed.demo.vocabulary import read_toml
from seed.demo.writing import WHO, as_paragraphs, fit_length, language_name, sample_phrases

_RATE = (12_60, 22_00)
"""Lowest and highest rate of a PA in pence an hour."""
_SLEEP_IN, _WAKING = (65_00, 115_00), (120_00, 185_00)
_WHEN = {
    "weekdays": ("weekday", "on weekdays"), "mornings": ("morning", "in the mornings"),
    "school_hours": ("term-time", "in school hours"), "evenings": ("evening", "in the evenings"),
    "weekends": ("weekend", "at weekends"), "alldays": ("daytime", "on most days"), "nights": ("night", "at night"),
    "after_school": ("after-school", "after school"), "holidays": ("school-holiday", "in the school holidays"),
    "whole_week": ("live-in", "all week"),
}  # fmt: skip
_CHECKS = {
    "dbs": (0.84, 3), "identity": (0.7, 0), "references": (0.66, 0), "right_to_work": (0.6, 0),
    "first_aid": (0.45, 3), "safeguarding_training": (0.42, 3), "insurance": (0.34, 1), "care_certificate": (0.22, 0),
    "code_of_conduct": (0.24, 0), "autism_ld_training": (0.16, 0),
}  # fmt: skip
_CARE_CHECKS = {"moving_and_handling": (0.7, 1.5), "medication_training": (0.45, 2), "epilepsy_training": (0.12, 2)}


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of PA: what they mostly do, for whom and when."""

    code: str
    core: tuple[str, ...]
    more: tuple[str, ...]
    groups: tuple[str, ...]
    when: tuple[str, ...]
    photo: str
    weight: float
    night_work: bool = False
    signing: bool = False


class Skill(Struct, frozen=True):
    """How one kind of help is spoken of."""

    name: str
    lines: tuple[Phrase, ...]
    easy: str


class Words(Struct, frozen=True):
    """All the words of PAs, parsed."""

    sentences: dict[str, tuple[Phrase, ...]]
    titles: dict[str, tuple[Phrase, ...]]
    summaries: tuple[Phrase, ...]
    cultures: dict[str, tuple[Phrase, ...]]
    experience: dict[str, tuple[Phrase, ...]]
    skills: dict[str, Skill]
    profiles: tuple[Profile, ...]
    adjectives: tuple[str, ...]
    loves: tuple[str, ...]


@cache
def _words() -> Words:
    source = read_toml("personal_assistants.toml")
    lists = {name: value for name, value in source.items() if isinstance(value, list)}
    cultures: dict[str, tuple[Phrase, ...]] = {}
    for code, sentence in lists.pop("culture"):
        cultures[code] = (*cultures.get(code, ()), parse(sentence))
    profiles = msgspec.convert(lists.pop("profile"), tuple[Profile, ...])
    return Words(
        sentences={name: parse_all(value) for name, value in lists.items()},
        titles={name: parse_all(value) for name, value in source["titles"].items()},
        summaries=parse_all(source["summaries"]["any"]),
        cultures=cultures,
        experience={code: parse_all(value) for code, value in source["experience"].items()},
        skills={
            code: Skill(skill["name"], parse_all(skill["lines"]), skill["easy"])
            for code, skill in source["skill"].items()
        },
        profiles=profiles,
        adjectives=tuple(source["words"]["adjectives"]),
        loves=tuple(source["words"]["loves"]),
    )


@cache
def _profile_scale(council_code: str) -> tuple[float, ...]:
    """Cumulated weights of the profiles in a council, its gaps taken off."""
    shortage = shortage_in(council_code)
    weights = []
    for profile in _words().profiles:
        codes = {*profile.core, *profile.groups[:1], *(("bsl",) if profile.signing else ())}
        weights.append(profile.weight * shortage.factor(codes))
    return tuple(accumulate(weights))


class _Assistant(Struct, kw_only=True):
    """A PA while it is being made up."""

    person: Person
    profile: Profile
    when: str
    support: tuple[str, ...]
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    transport: tuple[str, ...]
    says_gender: bool
    hours: int | None
    """Free hours a week; None = not said."""
    rate: CostOption
    slots: dict[str, str]


def make_personal_assistant(random: Random, spot: Spot, today: date) -> Content:
    """Make up a PA who lives at a spot."""
    assistant, capacity = _draw_assistant(random, spot, today)
    person, profile = assistant.person, assistant.profile
    costs = (assistant.rate, *_night_costs(random, assistant.support))
    gives_care = bool(PERSONAL_CARE.intersection(assistant.support))
    checks = _CHECKS | (_CARE_CHECKS if gives_care else {})
    if "own_car" in assistant.transport:
        checks = checks | {"driving_documents": (0.5, 1)}
    return Content(
        organization=Organization(id=make_id(random), name=person.name),
        title=_write_title(random, assistant),
        summary=pick(random, _words().summaries).render(random, assistant.slots),
        description=_write_description(random, assistant),
        easy_read=_write_easy(random, assistant, costs),
        care_groups=assistant.groups,
        support_types=assistant.support,
        languages=("english", *assistant.languages) if assistant.languages else (),
        cultures=person.cultures,
        genders=(person.gender,) if assistant.says_gender else (),
        transport=assistant.transport,
        funding=facts.draw_funding(random),
        area=_draw_area(random, spot),
        capacity=capacity,
        schedule=facts.working_week(random, assistant.when),
        costs=costs,
        checks=facts.draw_checks(random, today, checks, checked_by(spot)),
        photos=draw_photos(random, profile.photo, 0.12),
        cqc_status=CqcStatus.EXEMPT if gives_care else CqcStatus.NOT_NEEDED,
        ages=pick(random, ((0, 18), (0, 25), (3, 18))) if profile.code == "family" else pick(random, _AGES),
    )


_AGES = ((0, 0), (0, 0), (18, 0), (18, 0), (16, 0))


def _draw_assistant(random: Random, spot: Spot, today: date) -> tuple[_Assistant, Any]:
    words = _words()
    scale = _profile_scale(spot.council_code)
    profile = words.profiles[bisect(scale, random.random() * scale[-1])]
    person = make_person(random, spot.council_code)
    support = grow_codes(random, spot, profile.core, profile.more, random.randint(1, 4))
    groups = grow_codes(random, spot, profile.groups[:1], profile.groups[1:], random.randint(0, 3))
    if random.random() < 0.3:  # noqa: PLR2004 (what a profile is best known for is not always chosen)
        groups = groups[1:] or groups
    when = pick(random, profile.when)
    capacity = facts.draw_capacity(random, today, hours=(2, 30)) if random.random() < 0.94 else None  # noqa: PLR2004
    languages = dict.fromkeys((*person.languages, "bsl") if profile.signing else person.languages)
    assistant = _Assistant(
        person=person,
        profile=profile,
        when=when,
        support=support,
        groups=groups,
        languages=tuple(languages),
        transport=_draw_transport(random, spot),
        says_gender=random.random() < 0.6,  # noqa: PLR2004
        hours=int(capacity.hours_per_week or 0) if capacity else None,
        rate=facts.draw_cost(random, CostUnit.HOUR, _RATE, _level(spot, profile)),
        slots={},
    )
    assistant.slots = _make_slots(random, assistant, spot)
    return assistant, capacity


def _level(spot: Spot, profile: Profile) -> float:
    skilled = 1.12 if profile.code in {"complex", "signing", "nights"} else 0.92
    return facts.price_level(spot.region) * skilled


def _make_slots(random: Random, assistant: _Assistant, spot: Spot) -> dict[str, str]:
    words = _words()
    names = [words.skills[code].name for code in assistant.support]
    adjective, other = random.sample(words.adjectives, 2)
    short, long = _WHEN[assistant.when]
    spoken = [code for code in assistant.languages if code not in {"bsl", "sse", "makaton", "easy_read"}]
    return {
        "first": assistant.person.first,
        "town": spot.town,
        "years": str(2 + int(random.random() ** 1.5 * 22)),
        "skill": names[0],
        "skill_two": names[1],
        "skills": join_words(names[:4]),
        "adjective": adjective,
        "adjective_low": adjective.lower(),
        "adjective_two": other.lower(),
        "who": WHO[assistant.groups[0]],
        "when": short,
        "when_words": long,
        "loves": pick(random, words.loves),
        "hours": str(assistant.hours or 0),
        "language": language_name(pick(random, spoken)) if spoken else "English",
        "gender": "Male" if assistant.person.gender == "male" else "Female",
    }


_SOME = 0.5


def _write_title(random: Random, assistant: _Assistant) -> str:
    """A title that says what is special about this PA, if anything is, more often than not."""
    special = []
    if assistant.slots["language"] != "English":
        special += ["language", "language"]
    if "bsl" in assistant.languages:
        special += ["bsl", "bsl"]
    if assistant.profile.night_work and assistant.when == "nights":
        special.append("night")
    if assistant.says_gender and assistant.person.gender != "non_binary":
        special.append("gender")
    if "own_car" in assistant.transport:
        special.append("driver")
    use_special = special and random.random() < _SOME
    phrase = pick(random, _words().titles[pick(random, special) if use_special else "any"])
    return sentence_case(phrase.render(random, assistant.slots))


def _write_description(random: Random, assistant: _Assistant) -> str:
    sentences, slots = _words().sentences, assistant.slots

    def some(name: str, count: int = 1) -> list[str]:
        return sample_phrases(random, sentences[name], slots, count)

    skills = _words().skills
    help_lines = [
        pick(random, skills[code].lines).render(random, slots) for code in assistant.support[: random.randint(1, 3)]
    ]
    known = [pick(random, _words().experience[code]).render(random, slots) for code in assistant.groups[:2]]
    first = [*some("openings"), *help_lines]
    optional = [*known, *some("manner", random.randint(0, 2)), *_identity_lines(random, assistant), *some("interests")]
    random.shuffle(optional)
    practical = [*_travel_lines(random, assistant), *_free_lines(random, assistant), *some("employed")]
    random.shuffle(practical)
    ending = [*some("closings")] if random.random() < 0.7 else []  # noqa: PLR2004
    most = random.randint(40, 112)
    opening = fit_length(first, optional, most)
    room = most - sum(len(sentence.split()) for sentence in opening)
    return as_paragraphs(opening, fit_length([], [*practical, *ending], max(room, 8)) if room > 0 else [])


def _identity_lines(random: Random, assistant: _Assistant) -> list[str]:
    """What they say of languages and culture."""
    words, slots, lines = _words(), assistant.slots, []
    if slots["language"] != "English":
        lines += sample_phrases(random, words.sentences["speaks"], slots, 1)
    for code in ("bsl", "makaton"):
        if code in assistant.languages:
            lines += sample_phrases(random, words.sentences[code], slots, 1)
    for code in assistant.person.cultures[:1]:
        if code in words.cultures:
            lines += sample_phrases(random, words.cultures[code], slots, 1)
    return lines


def _travel_lines(random: Random, assistant: _Assistant) -> list[str]:
    sentences, transport = _words().sentences, assistant.transport
    if "own_car" in transport:
        lines = [pick(random, sentences["driver"])]
        if "drives_your_car" in transport:
            lines.append(pick(random, sentences["drives_yours"]))
    elif "drives_your_car" in transport:
        lines = [pick(random, sentences["drives_yours"])]
    elif "driver" not in transport:
        lines = [pick(random, sentences["public_transport"])]
    else:
        lines = []
    return [phrase.render(random, assistant.slots) for phrase in lines]


def _free_lines(random: Random, assistant: _Assistant) -> list[str]:
    if assistant.hours is None:
        return []
    name = "free" if assistant.hours else "full"
    return sample_phrases(random, _words().sentences[name], assistant.slots, 1)


def _write_easy(random: Random, assistant: _Assistant, costs: tuple[CostOption, ...]) -> tuple[str, ...]:
    likely = 0.75 if {"learning_disability", "profound_disability"} & set(assistant.groups) else 0.35
    if random.random() > likely:
        return ()
    lines = [
        f"My name is {assistant.person.first}.",
        "I am a personal assistant.",
        *(_words().skills[code].easy for code in assistant.support[:3]),
        f"I work near {assistant.slots['town']}.",
        f"It costs {facts.price_words(costs[0])}.",
    ]
    if assistant.hours == 0:
        lines.append("I have no free time at the moment.")
    return tuple(lines)


def _night_costs(random: Random, support: tuple[str, ...]) -> tuple[CostOption, ...]:
    costs = []
    if "sleep_in" in support:
        costs.append(facts.draw_cost(random, CostUnit.NIGHT, _SLEEP_IN, 1.0, "Sleep-in night"))
    if "waking_night" in support:
        costs.append(facts.draw_cost(random, CostUnit.NIGHT, _WAKING, 1.0, "Waking night"))
    return tuple(costs)


def _draw_transport(random: Random, spot: Spot) -> tuple[str, ...]:
    has_car = random.random() < (0.72 if spot.is_rural else 0.3 if spot.is_london else 0.55)
    chances = {
        "driver": 1.0 if has_car else 0.12, "own_car": 1.0 if has_car else 0.0,
        "drives_your_car": 0.18 if has_car else 0.04,
        "wheelchair_vehicle": 0.02 if has_car and "wheelchair_vehicle" not in shortage_in(spot.council_code).withheld else 0.0,
        "public_transport": 0.15 if has_car else 0.6,
    }  # fmt: skip
    chosen = facts.draw_some(random, chances)
    is_driver = "driver" in chosen or "drives_your_car" in chosen
    return ("driver", *(code for code in chosen if code != "driver")) if is_driver else chosen


def _draw_area(random: Random, spot: Spot) -> ServiceArea:
    """A radius round the postcode, longer in the country; or, for one in eight, named postcode districts."""
    if random.random() < 0.12:  # noqa: PLR2004
        return ServiceArea(named=spot.nearby_districts)
    return ServiceArea(base_postcode=spot.postcode, miles=float(draw_miles(random, spot)))

