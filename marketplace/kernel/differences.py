"""What differs between two texts, word by word. Nothing is lost: either text can be put together again."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

from msgspec import Struct

MOST_WORDS = 4_500
"""Words and spaces of both texts; longer ones are compared as a whole. They take half a second at worst."""
_WORDS = re.compile(r"\S+|\s+")


class Mark(StrEnum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Run(Struct, frozen=True, kw_only=True):
    """A run of words with what became of it."""

    mark: Mark
    text: str


def split_words(text: str) -> list[str]:
    """The words of a text and the spaces between them; joined they are the text again."""
    return _WORDS.findall(text)


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """The runs of words that stayed, went and came.

    What stayed and what went make `before`; what stayed and what came make `after`.
    """
    was, became = split_words(before), split_words(after)
    if len(was) + len(became) > MOST_WORDS and before != after:
        was, became = [before], [after]
    return tuple(
        Run(mark=mark, text=text)
        for same, removed, added in _runs(was, became)
        for mark, text in ((Mark.SAME, same), (Mark.REMOVED, removed), (Mark.ADDED, added))
        if text
    )


def _runs(was: list[str], became: list[str]) -> Iterator[tuple[str, str, str]]:
    """What stayed, then what went and what came in its place; a space alone parts no two changes."""
    same = removed = added = ""
    matcher = SequenceMatcher(None, was, became, autojunk=False)
    for kind, start, end, start_after, end_after in matcher.get_opcodes():
        if kind != "equal":
            removed += "".join(was[start:end])
            added += "".join(became[start_after:end_after])
            continue
        text = "".join(was[start:end])
        if text.isspace() and (removed or added) and end < len(was) and end_after < len(became):
            removed += text
            added += text
        else:
            yield same, removed, added
            same, removed, added = text, "", ""
    yield same, removed, added
