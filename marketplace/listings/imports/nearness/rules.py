"""Compares names. Takes a second for many thousands: call it off the event loop."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz import fuzz, process

from marketplace.listings.imports.choices.rules import squash
from marketplace.listings.imports.nearness.schemas import Alike, Listed, Subject, Why
from marketplace.listings.schemas import ListingDraft

MOST_ALIKE = 3
"""So many are shown for a row."""
NEAR_TITLE = 75
NEAR_NAMES = 88
_ROWS_AT_ONCE = 100
"""A hundred rows against a hundred thousand listings are ten megabytes of scores."""
_FULL = 100
_ORDER = {why: number for number, why in enumerate(Why)}


def subject_of(draft: ListingDraft) -> Subject:
    """What of a row is compared with listings."""
    return make_subject(
        draft.organization.name,
        draft.title,
        draft.venue.postcode if draft.venue else "",
        draft.organization.website,
    )


def make_subject(provider: str, title: str, postcode: str | None, website: str | None) -> Subject:
    """The same for any words: capitals, signs and the order of words do not matter."""
    return Subject(
        _sorted_words(provider),
        _sorted_words(title),
        "".join((postcode or "").split()).upper(),
        _plain_site(website or ""),
    )


def _sorted_words(text: str) -> str:
    return " ".join(sorted(squash(text).split()))


def _plain_site(website: str) -> str:
    """Host and path: "https://www.example.org/" is "example.org"."""
    try:
        parts = urlsplit(website if "//" in website else f"//{website}")
    except ValueError:
        return ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/").lower()


def find_alike(
    rows: Mapping[int, Subject], bases: Mapping[int, str], listed: Sequence[Listed]
) -> dict[int, tuple[Alike, ...]]:
    """For each row those that it may be the same as, the most like first; rows without any are left out.

    `bases` are the private bases in the file itself, which tell two of its rows apart and nothing else.
    """
    found: dict[int, list[Alike]] = {}
    for number, index, score in _near(list(rows.items()), [each.subject.title for each in listed]):
        if why := _compare(rows[number], listed[index].subject, score):
            entry = listed[index]
            found.setdefault(number, []).append(
                Alike(why=why, score=score, listing=entry.id, can_merge=entry.can_merge)
            )
    numbers = list(rows)
    for number, index, score in _near(list(rows.items()), [rows[each].title for each in numbers]):
        earlier = numbers[index]
        if earlier < number and (why := _compare_rows(number, earlier, rows, bases, score)):
            found.setdefault(number, []).append(Alike(why=why, score=score, row=earlier))
    return {number: tuple(sorted(alike, key=_rank)[:MOST_ALIKE]) for number, alike in found.items()}


def _near(rows: list[tuple[int, Subject]], titles: list[str]) -> Iterator[tuple[int, int, int]]:
    """Pairs of a row and the place of a title near its own, with the score, some rows at once."""
    for start in range(0, len(rows) if titles else 0, _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        scores: Any = process.cdist(
            [subject.title for _number, subject in some],
            titles,
            scorer=fuzz.ratio,
            score_cutoff=NEAR_TITLE,
            dtype=np.uint8,
        )
        for row, title in zip(*np.nonzero(scores), strict=True):
            yield some[row][0], int(title), int(scores[row, title])


def _compare(one: Subject, other: Subject, score: int) -> Why | None:
    if (one.provider, one.title, one.place) == (other.provider, other.title, other.place):
        return Why.SAME
    if one.place and one.place == other.place:
        return Why.PLACE
    if one.website and one.website == other.website:
        return Why.WEBSITE
    is_near = score >= NEAR_NAMES and fuzz.ratio(one.provider, other.provider) >= NEAR_NAMES
    return Why.NAME if is_near else None


def _compare_rows(
    number: int, earlier: int, rows: Mapping[int, Subject], bases: Mapping[int, str], score: int
) -> Why | None:
    why = _compare(rows[number], rows[earlier], score)
    if why is Why.SAME and bases.get(number, "") != bases.get(earlier, ""):
        return Why.NAME
    return why


def _rank(alike: Alike) -> tuple[int, bool, bool, int]:
    return _ORDER[alike.why], alike.listing is None, not alike.can_merge, -alike.score
