"""Which signs a font has, and text in which those that none has are set apart, as pure functions."""

import struct
from collections.abc import Iterator
from typing import Any

_SEGMENTS = 4
_GROUPS = 12
_WHOLE_UNICODE = ((3, 10), (0, 4), (0, 6), (3, 1), (0, 3))
"""Tables of characters that can be read here, the fullest first."""
_LAST = 0xFFFF
_ZERO_WIDTH = frozenset({*range(0x200C, 0x2010), *range(0xFE00, 0xFE10), 0x00AD, 0x2060, 0x2028, 0x2029})
"""Signs that shape or break text and need no drawing."""


def signs_of(font: bytes) -> frozenset[int]:
    """The code points that a font (TrueType or OpenType) can draw. ValueError for what is none."""
    try:
        return frozenset(_read(font))
    except struct.error as error:
        raise ValueError("This is no font.") from error


def _read(font: bytes) -> Iterator[int]:
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">2xH", font, start)
    found = {
        (platform, encoding): start + offset
        for platform, encoding, offset in struct.iter_unpack(">HHL", font[start + 4 : start + 4 + 8 * count])
    }
    at = next((found[one] for one in _WHOLE_UNICODE if one in found), None)
    if at is None:
        raise ValueError("This font has no table of characters that can be read.")
    (form,) = struct.unpack_from(">H", font, at)
    if form == _GROUPS:
        yield from _groups(font, at)
    elif form == _SEGMENTS:
        yield from _segments(font, at)
    else:
        raise ValueError("This font has no table of characters that can be read.")


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">4xH", font)
    for tag, offset in struct.iter_unpack(">4s4xL4x", font[12 : 12 + 16 * count]):
        if tag == name:
            return int(offset)
    raise ValueError("This is no font.")


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">12xL", font, at)
    for first, last, glyph in struct.iter_unpack(">LLL", font[at + 16 : at + 16 + 12 * count]):
        yield from range(first + (glyph == 0), last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">6xH", font, at)
    count = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, at + 14 + double * part + (2 if part else 0))
        for part in range(4)
    )
    for number in range(count):
        place = at + 16 + double * 3 + 2 * number
        for sign in range(starts[number], min(ends[number], _LAST - 1) + 1):
            glyph = sign
            if offsets[number]:
                (glyph,) = struct.unpack_from(
                    ">H", font, place + offsets[number] + 2 * (sign - starts[number])
                )
                if glyph == 0:
                    continue
            if (glyph + deltas[number]) % (_LAST + 1):
                yield sign


def set_apart(value: Any, known: frozenset[int]) -> Any:
    """The same value, with each text in which a sign is not known cut up.

    Such a text becomes a list: text as it is, and `{"missing": text}` for what cannot be drawn.
    """
    if isinstance(value, str):
        return _cut(value, known)
    if isinstance(value, dict):
        return {key: set_apart(each, known) for key, each in value.items()}
    if isinstance(value, list):
        return [set_apart(each, known) for each in value]
    return value


def _cut(text: str, known: frozenset[int]) -> Any:
    parts: list[Any] = []
    for sign in text:
        can = sign in "\n\t" or ord(sign) in known or ord(sign) in _ZERO_WIDTH
        if parts and isinstance(parts[-1], str) == can:
            if can:
                parts[-1] += sign
            else:
                parts[-1]["missing"] += sign
        else:
            parts.append(sign if can else {"missing": sign})
    return parts if any(isinstance(part, dict) for part in parts) else text
