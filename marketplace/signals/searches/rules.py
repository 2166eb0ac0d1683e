"""Decisions about searches as pure functions: what counts, what goes on from what, what is kept of it."""

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from marketplace.signals.rules import hashed, tidy_codes
from marketplace.signals.schemas import SearchSignal
from marketplace.signals.searches.schemas import Asker, Counted, Heard, Row
from marketplace.signals.words.schemas import ReadText

CLIENTS_FOR_A_WORD = 3
"""So many networks or accounts must have typed words that no list has before the words are kept."""
ANY_TYPE = ""
"""Counts searches for no kind of support in particular."""
_PROGRAM = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|https?://|^python|^curl|^wget|^go-http|^java|^okhttp|^axios|^node|headless"
    r"|monitor|preview|scan|fetch",
    re.IGNORECASE,
)
_OUTCODE = re.compile(r"[A-Z0-9]{2,4}")


def is_person(user_agent: str, purpose: str) -> bool:
    """Whether a request may be a person's: not of a program that says so, nor made before anybody asked."""
    return bool(user_agent) and not purpose and not _PROGRAM.search(user_agent)


def asks_something(signal: SearchSignal) -> bool:
    """Whether a search says anything at all: the bare list of everything says nothing."""
    return bool(signal.text or signal.outcode or signal.filters)


def goes_on(before: SearchSignal, after: SearchSignal) -> bool:
    """Whether a search takes the place of the one before: words typed on, a place or filters added.

    One that asks for less does not: what was let go, because it found nothing, is just what is missing.
    """
    has_place = before.outcode in {None, after.outcode}
    has_filters = all(
        set(codes) <= set(after.filters.get(name, ())) for name, codes in before.filters.items()
    )
    return has_place and has_filters and after.text.casefold().startswith(before.text.casefold())


def outcode_of(signal: SearchSignal) -> str:
    """The outcode as it is kept."""
    outcode = (signal.outcode or "").upper()
    return outcode if _OUTCODE.fullmatch(outcode) else ""


def search_hash(key: bytes, heard: Heard, council_code: str) -> bytes:
    """Stands for an asker and what it looked for, whatever was found."""
    signal = heard.signal
    asked = msgspec.json.encode([sorted(signal.filters.items()), signal.text.casefold().split()]).decode()
    return hashed(key, "search", *_of(heard.asker), council_code, outcode_of(signal), asked)


def word_hash(key: bytes, words: str) -> bytes:
    """Stands for words that no list has."""
    return hashed(key, "words", words)


def typed_hash(key: bytes, words: str, asker: Asker) -> bytes:
    """Stands for words and the network or account that they came from, whatever the browser."""
    return hashed(key, "typed", words, asker.network)


def cell_hash(key: bytes, heard: Heard, council_code: str, cell: str) -> bytes:
    """Stands for an asker and a number of the tables that it counts in."""
    is_found = "found" if heard.signal.results else "none"
    return hashed(key, "cell", *_of(heard.asker), council_code, cell, is_found)


def types_of(signal: SearchSignal, text: ReadText) -> list[str]:
    """Codes of support types that are looked for."""
    return tidy_codes((*signal.filters.get("support_type", ()), *text.support_types))


def groups_of(signal: SearchSignal, text: ReadText, group_of: Mapping[str, str]) -> list[str]:
    """What the care groups that are looked for are counted as."""
    chosen = (group_of[code] for code in signal.filters.get("care_group", ()) if code in group_of)
    return tidy_codes((*chosen, *text.groups))


def group_cells(outcode: str, groups: list[str]) -> dict[str, str]:
    """Groups with the number each counts in."""
    return {each: f"group\0{outcode}\0{each}" for each in groups}


def first_cells(part: str, codes: list[str]) -> dict[str, str]:
    """The same for the whole council: where somebody looks for one thing in several places, the first."""
    return {each: f"first {part}\0{each}" for each in codes}


def type_cells(outcode: str, types: list[str]) -> dict[str, str]:
    """Support types, or none in particular, with the number each counts in."""
    return {each: f"type\0{outcode}\0{each}" for each in types or [ANY_TYPE]}


def word_cells(words: list[str]) -> dict[str, str]:
    """Words with the number each counts in."""
    return {each: f"word\0{each}" for each in words}


def row_of(
    heard: Heard,
    on_day: date,
    council_code: str,
    words: list[str],
    types: list[str],
    counted: Counted,
) -> Row:
    """A search as it is kept: none of its text, and nothing of its asker."""
    signal = heard.signal
    return Row(
        on_day=on_day,
        council_code=council_code,
        outcode=outcode_of(signal),
        filters=dict(sorted(signal.filters.items())),
        words=words,
        support_types=types,
        counted_types=counted.types,
        counted_words=counted.words,
        counted_groups=counted.groups,
        first_types=counted.first_types,
        first_groups=counted.first_groups,
        results=signal.results,
        is_partial=signal.is_partial,
    )


def _of(asker: Asker) -> tuple[str, str]:
    return asker.network, asker.browser
