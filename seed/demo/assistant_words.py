"""Puts what a made-up personal assistant's facts say into words, in the first person."""

from functools import cache
from random import Random

from msgspec import Struct

from seed.demo import facts
from seed.demo.assistants import Assistant
from seed.demo.parts import Text
from seed.demo.phrases import Phrase, between, join_words, parse, parse_all, pick, sentence_case, shuffled
from seed.demo.vocabulary import read_toml
from seed.demo.writing import WHO, as_paragraphs, count_words, fit_length, language_name, sample_phrases

_WHEN = {
    "weekdays": ("weekday", "on weekdays"),
    "mornings": ("morning", "in the mornings"),
    "school_hours": ("term-time", "in school hours"),
    "evenings": ("evening", "in the evenings"),
    "weekends": ("weekend", "at weekends"),
    "alldays": ("daytime", "on most days"),
    "nights": ("night", "at night"),
    "after_school": ("after-school", "after school"),
    "holidays": ("school-holiday", "in the school holidays"),
    "whole_week": ("live-in", "all week"),
}
"""When somebody works -> how it is said before a noun, and after."""
_SIGNED = frozenset({"bsl", "sse", "makaton", "easy_read"})


class Skill(Struct, frozen=True):
    """How one kind of help is spoken of."""

    name: str
    lines: tuple[Phrase, ...]
    easy: str


class _Words(Struct, frozen=True):
    """All the words of PAs, parsed."""

    sentences: dict[str, tuple[Phrase, ...]]
    titles: dict[str, tuple[Phrase, ...]]
    summaries: tuple[Phrase, ...]
    cultures: dict[str, tuple[Phrase, ...]]
    experience: dict[str, tuple[Phrase, ...]]
    skills: dict[str, Skill]
    adjectives: tuple[str, ...]
    loves: tuple[str, ...]


@cache
def _words() -> _Words:
    source = read_toml("personal_assistants.toml")
    lists = {name: value for name, value in source.items() if isinstance(value, list)}
    cultures: dict[str, tuple[Phrase, ...]] = {}
    for code, sentence in lists.pop("culture"):
        cultures[code] = (*cultures.get(code, ()), parse(sentence))
    del lists["profile"]
    return _Words(
        sentences={name: parse_all(value) for name, value in lists.items()},
        titles={name: parse_all(value) for name, value in source["titles"].items()},
        summaries=parse_all(source["summaries"]["any"]),
        cultures=cultures,
        experience={code: parse_all(value) for code, value in source["experience"].items()},
        skills={
            code: Skill(skill["name"], parse_all(skill["lines"]), skill["easy"])
            for code, skill in source["skill"].items()
        },
        adjectives=tuple(source["words"]["adjectives"]),
        loves=tuple(source["words"]["loves"]),
    )


def write_assistant(random: Random, assistant: Assistant) -> Text:
    """Write the words of a PA."""
    slots = _make_slots(random, assistant)
    return Text(
        title=_write_title(random, assistant, slots),
        summary=pick(random, _words().summaries).render(random, slots),
        description=_write_description(random, assistant, slots),
        easy_read=_write_easy(random, assistant, slots),
    )


def _make_slots(random: Random, assistant: Assistant) -> dict[str, str]:
    words = _words()
    names = [words.skills[code].name for code in assistant.support]
    adjective, other = random.sample(words.adjectives, 2)
    short, long = _WHEN[assistant.when]
    spoken = [code for code in assistant.languages if code not in _SIGNED]
    return {
        "first": assistant.person.first,
        "town": assistant.spot.town,
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
        "gender_low": assistant.person.gender,
    }


_SOME = 0.5
"""Chance that a title says what is special."""


def _write_title(random: Random, assistant: Assistant, slots: dict[str, str]) -> str:
    """A title that says what is special about this PA, if anything is, more often than not."""
    special = []
    if slots["language"] != "English":
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
    return sentence_case(phrase.render(random, slots))


def _write_description(random: Random, assistant: Assistant, slots: dict[str, str]) -> str:
    sentences = _words().sentences

    def some(name: str, count: int = 1) -> list[str]:
        return sample_phrases(random, sentences[name], slots, count)

    skills = _words().skills
    help_lines = [
        pick(random, skills[code].lines).render(random, slots)
        for code in assistant.support[: between(random, 1, 3)]
    ]
    known = [pick(random, _words().experience[code]).render(random, slots) for code in assistant.groups[:2]]
    first = [*some("openings"), *help_lines]
    optional = [
        *known,
        *some("manner", between(random, 0, 2)),
        *_identity_lines(random, assistant, slots),
        *some("interests"),
    ]
    optional = shuffled(random, optional)
    practical = [
        *_travel_lines(random, assistant, slots),
        *_free_lines(random, assistant, slots),
        *some("employed"),
    ]
    practical = shuffled(random, practical)
    ending = [*some("closings")] if random.random() < 0.7 else []
    most = between(random, 40, 112)
    opening = fit_length(first, optional, most)
    room = most - sum(map(count_words, opening))
    return as_paragraphs(opening, fit_length([], [*practical, *ending], room))


def _identity_lines(random: Random, assistant: Assistant, slots: dict[str, str]) -> list[str]:
    """What they say of languages and culture."""
    words, lines = _words(), []
    if slots["language"] != "English":
        name = "also_speaks" if assistant.person.community == "english" else "speaks"
        lines += sample_phrases(random, words.sentences[name], slots, 1)
    for code in ("bsl", "makaton"):
        if code in assistant.languages:
            lines += sample_phrases(random, words.sentences[code], slots, 1)
    for code in assistant.person.cultures[:1]:
        if code in words.cultures:
            lines += sample_phrases(random, words.cultures[code], slots, 1)
    return lines


def _travel_lines(random: Random, assistant: Assistant, slots: dict[str, str]) -> list[str]:
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
    return [phrase.render(random, slots) for phrase in lines]


def _free_lines(random: Random, assistant: Assistant, slots: dict[str, str]) -> list[str]:
    if assistant.hours is None:
        return []
    name = "free" if assistant.hours else "full"
    return sample_phrases(random, _words().sentences[name], slots, 1)


def _write_easy(random: Random, assistant: Assistant, slots: dict[str, str]) -> tuple[str, ...]:
    likely = 0.75 if {"learning_disability", "profound_disability"} & set(assistant.groups) else 0.35
    if random.random() > likely:
        return ()
    lines = [
        f"My name is {assistant.person.first}.",
        "I am a personal assistant.",
        *(_words().skills[code].easy for code in assistant.support[:3]),
        f"I work near {slots['town']}.",
        f"It costs {facts.price_words(assistant.costs[0])}.",
    ]
    if assistant.hours == 0:
        lines.append("I have no free time at the moment.")
    return tuple(lines)
