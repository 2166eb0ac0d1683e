"""Finds the place in a text: a postcode; a town after "in" or "near"; a town whose name is nothing else.

Names that are ordinary words too ("Bath", "Sale") stand in a reviewed list, which says when they are places.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from marketplace.finder.params.values.rules import MisreadError, read_within
from marketplace.finder.understanding.text.rules import MOST_WORDS, Span, Word, join
from marketplace.finder.understanding.words.repository import Reads, ordinary_words
from marketplace.finder.understanding.words.rules import (
    AREA,
    AT,
    AWAY,
    BEFORE_IN,
    BEFORE_IN_IT,
    IN,
    MEASURES,
    MILES,
    NEARBY,
    NO_DISTRICTS,
    NOT_BEFORE,
    SAYS_NOTHING,
    SMALL_WORDS,
)
from marketplace.finder.words.rules import ENGLAND
from marketplace.places.gazetteer.names import normalise_name
from marketplace.places.schemas import Place, PlaceAnswer, PlaceChoices, Town, UnknownPlace
from marketplace.places.service import Gazetteer

LONGEST_NAME = 5
"""Words of a name with its county: "Newcastle upon Tyne", "St Ives, Cambridgeshire"."""
BIG_ENOUGH = 5_000
"""People of a town that is meant by its name alone when other places have the name too."""
SHORTEST_NAME = 4
"""Letters of a village that is meant by its name alone."""

_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_INWARD = re.compile(r"[0-9][A-Z]{2}")
_WHOLE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


class Found(Struct, frozen=True):
    """A place in a text."""

    span: Span
    place: Place
    others: tuple[Place, ...] = ()
    within: float | None = None
    """Miles, where the text says how far from it."""


def find_place(words: Sequence[Word], gazetteer: Gazetteer, home_council: str | None = None) -> Found | None:
    """The place that is meant: of several the one that is plainest, then the last."""
    seen = words[:MOST_WORDS]
    for reading in (_codes, _after_in, _after_at, _by_name):
        found = list(reading(seen, gazetteer, home_council))
        if found:
            return _with_distance(seen, found[-1])
    return None


def find_doubtful_place(
    words: Sequence[Word], gazetteer: Gazetteer, home_council: str | None
) -> Found | None:
    """The town that the text may end with, though it is an ordinary word: "gardening bath"."""
    last = Span(max(len(words) - 1, 0), len(words))
    reads = ordinary_words().get(words[-1].bare) if words else None
    if reads in {None, Reads.NEVER} or (len(words) > 1 and words[-2].bare in NOT_BEFORE):
        return None
    for _span, _name, answer in _named_at(words, last.start, gazetteer):
        found = _choose(_with_small_words(words, last), answer, home_council)
        is_town = isinstance(found.place, Town) and found.place.population >= BIG_ENOUGH
        return found if is_town else None
    return None


def _with_distance(words: Sequence[Word], found: Found) -> Found:
    """The place with the distance that leads to it: "within 5 miles of Bath"."""
    start = found.span.start + (words[found.span.start].bare in AWAY)
    match [word.bare for word in words[max(start - 4, 0) : start]]:
        case [*before, number, unit, away] if unit in MILES and away in AWAY:
            try:
                miles = read_within(number)
            except MisreadError:
                return found
            start -= 4 if before == ["within"] else 3
            return replace(found, span=Span(start, found.span.end), within=miles)
    return found


def find_nearby(words: Sequence[Word]) -> Span | None:
    """Words that say "near me" without saying where."""
    bare = [word.bare for word in words[:MOST_WORDS]]
    for start in range(len(bare)):
        for phrase in NEARBY:
            if bare[start : start + len(phrase)] == phrase:
                return Span(start, start + len(phrase))
    return None


# Postcodes


def _codes(words: Sequence[Word], gazetteer: Gazetteer, _home: str | None) -> Iterator[Found]:
    for index, word in enumerate(words):
        code = word.bare.upper()
        if _OUTWARD.fullmatch(code):
            yield from _code_at(words, index, code, gazetteer)
        elif _WHOLE.fullmatch(code):
            yield from _found(words, Span(index, index + 1), gazetteer.find_place(code), gazetteer)


def _code_at(words: Sequence[Word], index: int, code: str, gazetteer: Gazetteer) -> Iterator[Found]:
    """A postcode in two words, a sector at the end of the text, or a district."""
    following = words[index + 1].bare.upper() if index + 1 < len(words) else ""
    two = Span(index, index + 2)
    is_sector = len(following) == 1 and following.isdigit() and index + 2 == len(words)
    if _INWARD.fullmatch(following) or is_sector:
        answer = gazetteer.find_place(f"{code} {following}")
        if isinstance(answer, Place) or not is_sector:
            yield from _found(words, two, answer, gazetteer)
            return
    is_led_in = index > 0 and words[index - 1].bare in IN | AT
    if is_led_in or code not in NO_DISTRICTS:
        yield from _found(words, Span(index, index + 1), gazetteer.find_place(code), gazetteer)


def _found(words: Sequence[Word], span: Span, answer: PlaceAnswer, gazetteer: Gazetteer) -> Iterator[Found]:
    """A code that is known; or the district of a postcode that is not."""
    if isinstance(answer, UnknownPlace) and answer.hints:
        answer = gazetteer.find_place(answer.hints[0])
    if isinstance(answer, Place):
        yield Found(_with_small_words(words, span), answer)


# Names


def _after_in(words: Sequence[Word], gazetteer: Gazetteer, home: str | None) -> Iterator[Found]:
    yield from _led_in(words, gazetteer, home, IN)


def _after_at(words: Sequence[Word], gazetteer: Gazetteer, home: str | None) -> Iterator[Found]:
    yield from _led_in(words, gazetteer, home, AT)


def _led_in(
    words: Sequence[Word], gazetteer: Gazetteer, home: str | None, leading: frozenset[str]
) -> Iterator[Found]:
    for index in range(1, len(words)):
        has_article = index > 1 and words[index - 1].bare == "the"
        if not _leads_in(words, index - 1 - has_article, leading):
            continue
        for span, name, answer in _named_at(words, index, gazetteer):
            if has_article and not _is_area(words, span):
                continue
            if _may_stand(words, span, name, after_in=leading is IN):
                yield _choose(_with_small_words(words, span), answer, home)
                break


def _is_area(words: Sequence[Word], span: Span) -> bool:
    """Such as "area" stands after the name: "the Melksham area"."""
    return span.end < len(words) and words[span.end].bare in AREA


def _leads_in(words: Sequence[Word], index: int, leading: frozenset[str]) -> bool:
    word = words[index]
    if word.is_closed:
        return False
    if (
        leading is IN
        and index > 0
        and (words[index - 1].bare, word.bare) in {("close", "to"), ("next", "to")}
    ):
        return True
    if leading is IN and word.bare == "of":
        return index > 0 and words[index - 1].bare in MEASURES | MILES
    return word.bare in leading


def _by_name(words: Sequence[Word], gazetteer: Gazetteer, home: str | None) -> Iterator[Found]:
    """Names that say by themselves that they are places."""
    index = 0
    while index < len(words):
        step = 1
        if index == 0 or words[index - 1].bare not in NOT_BEFORE:
            for span, name, answer in _named_at(words, index, gazetteer):
                if _is_clear(words, span, name, answer):
                    yield _choose(_with_small_words(words, span), answer, home)
                    step = span.end - span.start
                    break
        index += step


def _named_at(
    words: Sequence[Word], index: int, gazetteer: Gazetteer
) -> Iterator[tuple[Span, str, Place | PlaceChoices]]:
    """Names of places that begin at a word, longest first."""
    for end in range(min(index + LONGEST_NAME, len(words)), index, -1):
        inside, last = words[index:end], words[end - 1].bare
        if len(inside) > 1 and last in SAYS_NOTHING:
            continue
        answer = gazetteer.find_name(join(inside))
        if isinstance(answer, Place) or (isinstance(answer, PlaceChoices) and _are_namesakes(answer)):
            yield Span(index, end), normalise_name(join(inside)), answer


def _are_namesakes(answer: PlaceChoices) -> bool:
    """Places of one name, not the towns of a large area."""
    first = answer.choices[0]
    if not isinstance(first, Town):
        return False
    return normalise_name(answer.asked).split()[:1] == normalise_name(first.name).split()[:1]


def _may_stand(words: Sequence[Word], span: Span, name: str, *, after_in: bool) -> bool:
    """Say whether a name after "in" or "at" is the place."""
    reads = ordinary_words().get(name)
    if reads is None:
        return True
    following = words[span.end].bare if span.end < len(words) else ""
    stands_alone = not following or following in SMALL_WORDS | AREA or words[span.end - 1].is_closed
    if not after_in or reads is Reads.NEVER or not stands_alone:
        return False
    before = words[span.start - 2].bare if span.start > 1 else ""
    return reads is Reads.AFTER or before not in BEFORE_IN_IT or _is_written_as_name(words, span)


def _is_clear(words: Sequence[Word], span: Span, name: str, answer: Place | PlaceChoices) -> bool:
    """Say whether a name alone is the place."""
    reads = ordinary_words().get(name)
    first = answer.choices[0] if isinstance(answer, PlaceChoices) else answer
    people = first.population if isinstance(first, Town) else BIG_ENOUGH
    if reads is not None:
        at_end = span.start > 0 and (span.end == len(words) or _is_area(words, span))
        follows_name = span.start > 1 and words[span.start - 1].typed[:1].isupper()
        return at_end and reads is not Reads.NEVER and not follows_name and _is_written_as_name(words, span)
    if isinstance(answer, PlaceChoices):
        return people >= BIG_ENOUGH
    return len(name) >= SHORTEST_NAME or people >= BIG_ENOUGH


def _is_written_as_name(words: Sequence[Word], span: Span) -> bool:
    """It begins with a capital and another word does not: somebody took care."""
    others = [*words[1 : span.start], *words[span.end :]] if span.start else words[span.end :]
    if span.start and words[0].typed[:1].islower():
        others = [words[0], *others]
    return words[span.start].typed[:1].isupper() and any(word.typed[:1].islower() for word in others)


def _choose(span: Span, answer: Place | PlaceChoices, home_council: str | None) -> Found:
    """Of places with one name that of this site's council, else the biggest in England."""
    if isinstance(answer, Place):
        return Found(span, answer)
    ours = [place for place in answer.choices if home_council and place.council_code == home_council]
    english = [place for place in answer.choices if place.nation_code == ENGLAND]
    chosen = (ours or english or answer.choices)[0]
    return Found(span, chosen, tuple(place for place in answer.choices if place is not chosen))


def _with_small_words(words: Sequence[Word], span: Span) -> Span:
    """The span with the words that lead to it and belong to it: "in", "close to", "area"."""
    start, end = span.start, span.end
    while end < len(words) and words[end].bare in AREA and not words[end - 1].is_closed:
        end += 1
    if start and words[start - 1].bare == "the" and end > span.end:
        start -= 1
    if start > 1 and words[start - 1].bare == "of" and words[start - 2].bare in MEASURES:
        start -= 2
    if start > 1 and (words[start - 2].bare, words[start - 1].bare) in {("close", "to"), ("next", "to")}:
        return Span(start - 2, end)
    if start and words[start - 1].bare in IN | AT:
        start -= 1
        if start and words[start - 1].bare in BEFORE_IN:
            start -= 1
    return Span(start, end)
