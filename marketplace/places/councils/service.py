"""The councils with social services, and which of them stands behind any council or district code."""

import csv
from functools import cache
from pathlib import Path

from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.places.schemas import Council

NATIONS = {
    "E92000001": "England",
    "W92000004": "Wales",
    "S92000003": "Scotland",
    "N92000002": "Northern Ireland",
}

_DATA = Path(__file__).parents[1] / "data"


def _read(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _councils() -> dict[str, Council]:
    return {row["code"]: Council(**row) for row in _read("councils.csv")}


@cache
def _codes() -> dict[str, str]:
    """Any code -> code of the council with social services."""
    below = {
        row["code"]: row["council_code"]
        for name in ("districts.csv", "former_codes.csv")
        for row in _read(name)
    }
    return below | {code: code for code in _councils()}


def resolve_code(code: str) -> str | None:
    """Code of today's council with social services behind a code.

    Takes the code of a council, of a county's district or of a council of old; None if it is none of these,
    or was split among several.
    """
    return _codes().get(code)


def find_council(code: str) -> Council | None:
    """The council behind a code, or None."""
    resolved = resolve_code(code)
    return None if resolved is None else _councils()[resolved]


def get_council(code: str) -> Council:
    """The council behind a code; NotFoundError if there is none."""
    council = find_council(code)
    if council is None:
        raise NotFoundError(_("We know no council with the code {code}.").format(code=code))
    return council


def list_councils(nation_code: str | None = None) -> tuple[Council, ...]:
    """All councils by name, or those of one nation ("E92000001" is England)."""
    councils = (council for council in _councils().values() if nation_code in {None, council.nation_code})
    return tuple(sorted(councils, key=lambda council: council.name))
