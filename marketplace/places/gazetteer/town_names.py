"""Choose the towns and villages of a pack and give each a label of its own: "Mere, Wiltshire"."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from msgspec import structs

from marketplace.places.councils.service import NATIONS, get_council
from marketplace.places.gazetteer.names import normalise_name, other_names
from marketplace.places.gazetteer.postcodes import NO_COUNCIL, Postcodes
from marketplace.places.gazetteer.schemas import TownRecord
from marketplace.places.gazetteer.sources import NamedPoint, read_towns, read_villages
from marketplace.places.gazetteer.towns import stands_out
from marketplace.places.schemas import Council

SAME_PLACE_DEGREES = 0.045
"""Two places of one name within 5 km are one place."""


def build_towns(folder: Path, postcodes: Postcodes, codes: list[str]) -> int:
    """Write `towns.json` and return how many it holds. Places over 20 km from any postcode are left out."""
    kept: dict[str, list[TownRecord]] = defaultdict(list)
    for point in _by_population(chain(read_towns(), read_villages())):
        record = _locate(point, postcodes, codes)
        if record and not any(_is_same(record, other) for other in kept[normalise_name(record.name)]):
            kept[normalise_name(record.name)].append(record)
    towns = list(_with_own_labels(chain.from_iterable(_distinguish(group) for group in kept.values())))
    towns.sort(key=lambda town: (-town.population, town.label))
    (folder / "towns.json").write_text(json.dumps([structs.astuple(town) for town in towns]), "utf-8")
    return len(towns)


def _by_population(points: Iterable[NamedPoint]) -> list[NamedPoint]:
    return sorted(points, key=lambda point: (-point.population, point.name, point.latitude, point.longitude))


def _locate(point: NamedPoint, postcodes: Postcodes, codes: list[str]) -> TownRecord | None:
    near = postcodes.find_nearest(point.latitude, point.longitude)
    if near is None or near.council == NO_COUNCIL or not normalise_name(point.name):
        return None
    council = get_council(codes[near.council])
    county = council.county or council.name
    others = other_names(point.name, point.other_names, any_language=point.nation != "ENG")
    is_whole_capital = point.name == "London"
    return TownRecord(
        name=point.name,
        label=_label(point.name, county, council, is_plain=is_whole_capital),
        latitude=point.latitude,
        longitude=point.longitude,
        population=point.population,
        council=None if is_whole_capital else council.code,
        nation=council.nation_code,
        county=county,
        district=near.district,
        other_names=tuple(sorted(others)),
    )


def _label(name: str, county: str, council: Council, *, is_plain: bool) -> str:
    if is_plain:
        return name
    if normalise_name(name) != normalise_name(county):
        return f"{name}, {county}"
    return f"{name}, {NATIONS[council.nation_code]}"


def _is_same(one: TownRecord, other: TownRecord) -> bool:
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(one.latitude - other.latitude, east) < SAME_PLACE_DEGREES


def _distinguish(namesakes: list[TownRecord]) -> Iterable[TownRecord]:
    """Give no more than its name to a place that needs no more: "Bristol", "Cardiff". Biggest first."""
    first, *others = namesakes
    is_plain = first.label.rpartition(", ")[2] in NATIONS.values() or normalise_name(
        first.name
    ) == normalise_name(first.county)
    if is_plain and (not others or stands_out(first, others[0])):
        first = structs.replace(first, label=first.name)
    return [first, *others]


def _with_own_labels(towns: Iterable[TownRecord]) -> Iterable[TownRecord]:
    """Add the district where two labels are the same; drop the smaller where that is the same too."""
    by_label: dict[str, list[TownRecord]] = defaultdict(list)
    for town in towns:
        by_label[normalise_name(town.label)].append(town)
    for group in by_label.values():
        if len(group) == 1:
            yield group[0]
            continue
        districts: dict[str, TownRecord] = {}
        for town in group:
            districts.setdefault(
                town.district, structs.replace(town, label=f"{town.label} ({town.district})")
            )
        yield from districts.values()
