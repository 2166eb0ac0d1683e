"""Reads GeoJSON and TopoJSON from a file. What cannot be read raises `FileError` with one plain sentence."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw, Struct

from marketplace.gaps.areas.imports.schemas import ReadArea
from marketplace.gaps.areas.schemas import Ring
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.repository import FileError

MOST_BYTES = 60_000_000
MOST_AREAS = 40_000
MOST_CORNERS = 20_000
"""Of one line."""


class _Geometry(Struct):
    type: str | None = None
    coordinates: Raw = Raw(b"null")
    arcs: Raw = Raw(b"null")
    properties: dict[str, Any] | None = None
    id: str | int | None = None
    geometries: list["_Geometry"] | None = None


class _Feature(Struct):
    geometry: _Geometry | None = None
    properties: dict[str, Any] | None = None
    id: str | int | None = None


class _Transform(Struct):
    scale: tuple[float, float]
    translate: tuple[float, float]


class _File(Struct):
    type: str | None = None
    features: list[_Feature] | None = None
    objects: dict[str, _Geometry] | None = None
    arcs: list[list[list[float]]] | None = None
    transform: _Transform | None = None


def read_areas(path: Path) -> list[ReadArea]:
    """Read every feature of a file, those that cannot be taken too.

    Raises:
        FileError: it is not there, too large, or neither GeoJSON nor TopoJSON.
    """
    file = _read_file(path)
    if file.type == "FeatureCollection" and file.features is not None:
        found = list(_read_features(file.features))
    elif file.type == "Topology" and file.objects and file.arcs is not None:
        found = list(_read_topology(file))
    else:
        raise FileError(_("Give a FeatureCollection of GeoJSON, or a Topology of TopoJSON."))
    if not found:
        raise FileError(_("There is no area in the file."))
    if len(found) > MOST_AREAS:
        raise FileError(_("The file has more than %(num)s areas. Split it.", num=MOST_AREAS))
    return found


def _read_file(path: Path) -> _File:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileError(
                _(
                    "The file is larger than %(num)s megabytes. Take the generalised boundaries of your "
                    "source (“BGC” or “BSC” of the ONS), or one council at a time.",
                    num=MOST_BYTES // 1_000_000,
                )
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(_("There is no file %(path)s.", path=path)) from error
    except OSError as error:
        raise FileError(_("The file %(path)s cannot be read.", path=path)) from error
    try:
        return msgspec.json.decode(_as_utf8(content), type=_File)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise FileError(
            _("The file is not GeoJSON or TopoJSON: %(error)s.", error=str(error).rstrip("."))
        ) from error


def _as_utf8(content: bytes) -> bytes:
    """UTF-8 without its mark; other encodings are turned into it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").encode()
    return content


def _read_features(features: list[_Feature]) -> Iterator[ReadArea]:
    for row, feature in enumerate(features, 1):
        properties = _with_id(feature.properties, feature.id)
        shape = feature.geometry
        if shape is None or shape.type not in {"Polygon", "MultiPolygon"}:
            yield ReadArea(row=row, properties=properties, problem=_no_polygon())
            continue
        try:
            if shape.type == "Polygon":
                rings = msgspec.json.decode(shape.coordinates, type=list[list[list[float]]])
                polygons = [rings]
            else:
                polygons = msgspec.json.decode(shape.coordinates, type=list[list[list[list[float]]]])
            yield ReadArea(row=row, properties=properties, polygons=_as_rings(polygons))
        except (msgspec.MsgspecError, IndexError):
            yield ReadArea(row=row, properties=properties, problem=_no_numbers())


def _as_rings(polygons: list[list[list[list[float]]]]) -> tuple[tuple[Ring, ...], ...]:
    return tuple(
        tuple(tuple((point[0], point[1]) for point in ring) for ring in polygon) for polygon in polygons
    )


def _read_topology(file: _File) -> Iterator[ReadArea]:
    arcs = _unpack(file)
    objects = [object_ for object_ in (file.objects or {}).values() if object_.geometries is not None]
    shapes = [shape for object_ in objects for shape in object_.geometries or ()]
    for row, shape in enumerate(shapes, 1):
        properties = _with_id(shape.properties, shape.id)
        if shape.type not in {"Polygon", "MultiPolygon"}:
            yield ReadArea(row=row, properties=properties, problem=_no_polygon())
            continue
        try:
            if shape.type == "Polygon":
                lines = [msgspec.json.decode(shape.arcs, type=list[list[int]])]
            else:
                lines = msgspec.json.decode(shape.arcs, type=list[list[list[int]]])
            polygons = tuple(tuple(_join(ring, arcs) for ring in polygon) for polygon in lines)
            yield ReadArea(row=row, properties=properties, polygons=polygons)
        except (msgspec.MsgspecError, IndexError):
            yield ReadArea(row=row, properties=properties, problem=_no_numbers())


def _unpack(file: _File) -> list[Ring]:
    """The lines of a topology in degrees: steps from one corner to the next, if it is packed."""
    unpacked: list[Ring] = []
    for arc in file.arcs or ():
        try:
            unpacked.append(_unpack_arc(arc, file.transform))
        except IndexError:
            unpacked.append(())
    return unpacked


def _unpack_arc(arc: list[list[float]], transform: _Transform | None) -> Ring:
    if transform is None:
        return tuple((point[0], point[1]) for point in arc)
    (wide, high), (west, south) = transform.scale, transform.translate
    x = y = 0.0
    line = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        line.append((round(x * wide + west, 6), round(y * high + south, 6)))
    return tuple(line)


def _join(numbers: list[int], arcs: list[Ring]) -> Ring:
    """A ring out of its lines; one that is told by its complement goes the other way."""
    line: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line.extend(arc[1:] if line else arc)
    return tuple(line)


def _with_id(properties: dict[str, Any] | None, id_: str | int | None) -> dict[str, Any]:
    return (properties or {}) if id_ is None else {"id": id_} | (properties or {})


def _no_polygon() -> str:
    return _("It has no polygon.")


def _no_numbers() -> str:
    return _("Its corners cannot be read.")
