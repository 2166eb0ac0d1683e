"""Build the gazetteer's folder of files out of the packages of open data.

It is filled under another name and renamed when whole: a process killed half way leaves nothing that is
mistaken for a pack. `python -m marketplace.places.gazetteer.building FOLDER` prints "done total" meanwhile.
"""

import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from marketplace.kernel.errors import OperatorError
from marketplace.places.councils.service import resolve_code
from marketplace.places.gazetteer import postcodes as layout
from marketplace.places.gazetteer.areas import build_areas
from marketplace.places.gazetteer.pack import FORMAT, Progress, source_versions
from marketplace.places.gazetteer.projection import to_degrees
from marketplace.places.gazetteer.schemas import PackFacts
from marketplace.places.gazetteer.sources import (
    PostcodeFile,
    list_postcode_files,
    read_ended_districts,
    read_postcode_file,
)
from marketplace.places.gazetteer.town_names import build_towns

_LAST_STEPS = 3
_POSTCODE_SHAPE = re.compile(rb"[A-Z]{1,2}\d[A-Z\d]? *")
_IRISH_DISTRICT = b"BT"


def write_pack(folder: Path, progress: Progress) -> None:
    """Build the pack in this process and put it in place as `folder`."""
    scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        _fill(scratch, progress)
        scratch.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _fill(folder: Path, progress: Progress) -> None:
    paths = list_postcode_files()
    steps = len(paths) + _LAST_STEPS
    files = []
    for done, path in enumerate(paths, start=1):
        files.append(read_postcode_file(path))
        progress(done, steps)
    codes, unresolved = _write_postcodes(folder, files)
    progress(len(paths) + 1, steps)
    stored = layout.Postcodes(folder)
    towns = build_towns(folder, stored, codes)
    progress(len(paths) + 2, steps)
    build_areas(folder, stored, codes)
    facts = PackFacts(
        format=FORMAT,
        built_at=datetime.now(UTC),
        sources=source_versions(),
        councils=tuple(codes),
        unresolved_councils=tuple(unresolved),
        postcodes=len(stored),
        postcodes_without_place=len(np.load(folder / "unplaced.npy", mmap_mode="r")),
        districts=len(stored.districts),
        towns=towns,
    )
    (folder / "pack.json").write_bytes(msgspec.json.format(msgspec.json.encode(facts), indent=1))
    progress(steps, steps)


def _write_postcodes(folder: Path, files: list[PostcodeFile]) -> tuple[list[str], list[str]]:
    """Write all columns; return the councils they number, and the codes that no council stands behind."""
    characters = np.concatenate([file.postcodes for file in files])
    eastings = np.concatenate([file.eastings for file in files])
    northings = np.concatenate([file.northings for file in files])
    codes, numbers, unresolved = _number_councils(files)
    districts, keys = _make_keys(characters)
    fits = np.array([_POSTCODE_SHAPE.fullmatch(name) is not None for name in districts.tolist()])
    has_place = ~np.isnan(eastings) & ~np.isnan(northings)
    district_of = keys // layout.UNITS_PER_DISTRICT
    placed = fits[district_of] & has_place
    unplaced = np.sort(keys[fits[district_of] & ~has_place])

    irish = np.char.startswith(districts, _IRISH_DISTRICT)[district_of[placed]]
    latitudes, longitudes = to_degrees(eastings[placed], northings[placed], irish)
    keys, numbers = keys[placed], numbers[placed]
    by_key = np.argsort(keys)
    _write_middles(
        folder, keys[by_key], latitudes[by_key], longitudes[by_key], numbers[by_key], len(districts)
    )
    ended = np.isin(districts, np.array(sorted(read_ended_districts()), dtype="S4"))
    cells = layout.grid_cells(latitudes, longitudes)
    cells[ended[keys // layout.UNITS_PER_DISTRICT]] = layout.GRID_ROWS * layout.GRID_COLUMNS
    by_cell = np.lexsort((keys, cells))
    _write_cells(folder, cells[by_cell], keys[by_cell])
    _write_spots(folder, "row", latitudes[by_cell], longitudes[by_cell], numbers[by_cell])
    np.save(folder / "unplaced.npy", unplaced)
    np.save(folder / "districts.npy", districts)
    return codes, unresolved


def _number_councils(files: list[PostcodeFile]) -> tuple[list[str], np.ndarray, list[str]]:
    """Number the councils with social services; a code that none stands behind gets NO_COUNCIL."""
    seen = {code for file in files for code in set(file.councils) if code}
    resolved = {code: resolve_code(code) for code in seen}
    councils = sorted({code for code in resolved.values() if code})
    place = {code: number for number, code in enumerate(councils)}
    numbers: dict[str | None, int] = {
        code: place[council] if council else layout.NO_COUNCIL for code, council in resolved.items()
    }
    numbers[None] = layout.NO_COUNCIL
    column = np.concatenate(
        [np.array([numbers[code] for code in file.councils], dtype=np.uint16) for file in files]
    )
    return councils, column, sorted(code for code, council in resolved.items() if council is None)


def _make_keys(characters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sorted districts, and the key of each postcode."""
    names = np.ascontiguousarray(characters[:, :4]).view("S4").ravel()
    districts, district_of = np.unique(np.char.rstrip(names), return_inverse=True)
    unit = characters[:, 4:].astype(np.uint32)
    units = (unit[:, 0] - 48) * layout.UNITS_PER_SECTOR + (unit[:, 1] - 65) * 26 + unit[:, 2] - 65
    return districts, (district_of.astype(np.uint32) * layout.UNITS_PER_DISTRICT + units).astype(np.uint32)


def _write_middles(
    folder: Path,
    keys: np.ndarray,
    latitudes: np.ndarray,
    longitudes: np.ndarray,
    numbers: np.ndarray,
    districts: int,
) -> None:
    """Write the middles (medians) of sectors and districts, and the council of most of their postcodes."""
    sectors, starts = np.unique(keys // layout.UNITS_PER_SECTOR, return_index=True)
    np.save(folder / "sector_keys.npy", sectors)
    _write_spots(folder, "sector", *_middles(starts, latitudes, longitudes, numbers))
    present, starts = np.unique(keys // layout.UNITS_PER_DISTRICT, return_index=True)
    columns = (
        np.full(districts, np.nan),
        np.full(districts, np.nan),
        np.full(districts, layout.NO_COUNCIL),
    )
    for column, values in zip(columns, _middles(starts, latitudes, longitudes, numbers), strict=True):
        column[present] = values
    _write_spots(folder, "district", *columns)


def _middles(
    starts: np.ndarray, latitudes: np.ndarray, longitudes: np.ndarray, numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ends = [*starts[1:].tolist(), len(latitudes)]
    ranges = [slice(begin, end) for begin, end in zip(starts.tolist(), ends, strict=True)]
    return (
        np.array([np.median(latitudes[part]) for part in ranges]),
        np.array([np.median(longitudes[part]) for part in ranges]),
        np.array([np.bincount(numbers[part]).argmax() for part in ranges]),
    )


def _write_cells(folder: Path, cells: np.ndarray, keys: np.ndarray) -> None:
    """Write where each cell of the grid begins in the columns, and the way from sorted keys to them."""
    starts = np.searchsorted(cells, np.arange(layout.GRID_ROWS * layout.GRID_COLUMNS + 1))
    np.save(folder / "cell_starts.npy", starts.astype(np.uint32))
    np.save(folder / "row_keys.npy", keys)
    rows = np.argsort(keys)
    np.save(folder / "rows.npy", rows.astype(np.uint32))


def _write_spots(
    folder: Path, name: str, latitudes: np.ndarray, longitudes: np.ndarray, numbers: np.ndarray
) -> None:
    np.save(folder / f"{name}_latitudes.npy", latitudes.astype(np.float32))
    np.save(folder / f"{name}_longitudes.npy", longitudes.astype(np.float32))
    np.save(folder / f"{name}_councils.npy", numbers.astype(np.uint16))


def _tell_parent(done: int, total: int) -> None:
    sys.stdout.write(f"{done} {total}\n")
    sys.stdout.flush()


def _main() -> None:
    try:
        write_pack(Path(sys.argv[1]), _tell_parent)
    except (OSError, OperatorError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    _main()
