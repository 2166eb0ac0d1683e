"""Reads the areas that somebody names, and writes them so that they read the same again."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.places.schemas import Council, Place, PlaceAnswer, PlaceKind

FIELD = "named"
_SEPARATORS = re.compile(r"[,;\n]")
_NOT_WORD = re.compile(r"[^\w]+")
_NATIONS = {
    "E92000001": "England",
    "W92000004": "Wales",
    "S92000003": "Scotland",
    "N92000002": "Northern Ireland",
}
_MOST_PIECES = 300

NamesOfAreas = Mapping[str, str]
"""Squashed name -> code of a council or nation."""


def names_of_areas(councils: Iterable[Council]) -> dict[str, str]:
    """Every way to write a council or a nation."""
    names: dict[str, str] = {}
    for council in councils:
        for name in (council.code, council.name, council.official_name, f"{council.name} council"):
            names.setdefault(_squash(name), council.code)
    return (
        names
        | {_squash(name): code for code, name in _NATIONS.items()}
        | {_squash(code): code for code in _NATIONS}
    )


def read_named(
    text: str, names: NamesOfAreas, find_place: Callable[[str], PlaceAnswer], problems: list[Problem]
) -> tuple[str, ...]:
    """Codes of the areas of a text, each once; what is no area is told with what was probably meant."""
    found: dict[str, None] = {}
    pieces = [piece.strip() for piece in _SEPARATORS.split(text.replace("\r\n", "\n")) if piece.strip()]
    for piece in _joined(pieces[:_MOST_PIECES], names):
        code = names.get(_squash(piece))
        if code is None:
            answer = find_place(piece)
            if isinstance(answer, Place) and answer.kind is PlaceKind.DISTRICT and answer.district:
                code = answer.district
            else:
                problems.append(Problem(field=FIELD, message=_say_unknown(piece, answer)))
                continue
        found[code] = None
    return tuple(found)


def write_named(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """Areas as a person would type them; `names` are councils' by code."""
    return ", ".join(names.get(code) or _NATIONS.get(code) or code for code in codes)


def _joined(pieces: list[str], names: NamesOfAreas) -> Iterable[str]:
    """Councils with a comma in their name are one piece: "Armagh City, Banbridge and Craigavon"."""
    skip = False
    for here, after in zip_longest(pieces, pieces[1:], fillvalue=""):
        if skip:
            skip = False
        elif after and _squash(f"{here} {after}") in names:
            skip = True
            yield f"{here} {after}"
        else:
            yield here


def _say_unknown(piece: str, answer: PlaceAnswer) -> str:
    shown = piece if len(piece) <= 40 else f"{piece[:39]}…"  # noqa: PLR2004 - enough to know it by
    if isinstance(answer, Place) and answer.district:
        return _(
            "“%(piece)s” is in the postcode district %(district)s. Write that, or the council's name.",
            piece=shown,
            district=answer.district,
        )
    return _(
        "We know no area “%(piece)s”. Write the first half of a postcode, such as SN12, or a council's name.",
        piece=shown,
    )


def _squash(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()
