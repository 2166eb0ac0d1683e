"""The door of the places room: the gazetteer, the councils and who helps with direct payments."""

from pathlib import Path

from marketplace.places.councils import find_council, get_council, list_councils
from marketplace.places.gazetteer.lookup import Gazetteer
from marketplace.places.gazetteer.pack import Progress, build_pack

__all__ = ["Gazetteer", "find_council", "get_council", "list_councils", "open_gazetteer"]


def open_gazetteer(data_dir: Path, progress: Progress | None = None) -> Gazetteer:
    """Open the gazetteer of a data directory; build it first if it is not there (some ten seconds, once).

    The files are memory-mapped, so that all processes of a machine share them.
    """
    return Gazetteer(build_pack(data_dir / "places", progress))
