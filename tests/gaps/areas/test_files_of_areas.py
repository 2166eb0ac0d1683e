"""Official areas out of a file: what is wrong is told by area, and nothing changes unless all is right."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.audit import service as audit
from marketplace.gaps.areas import service
from marketplace.gaps.areas.imports import repository, rules
from marketplace.gaps.areas.imports.schemas import AreaImport
from marketplace.gaps.areas.imports.service import end_import, import_areas
from marketplace.gaps.areas.schemas import AreaSetKind
from marketplace.listings.imports.repository import FileError
from tests.factories.gaps import FEW_GROUND, SOMERSET, WILTSHIRE, make_areas

NORTH = [[-2.3, 51.25], [-2.0, 51.25], [-2.0, 51.5], [-2.3, 51.5], [-2.3, 51.25]]
"""Melksham and Trowbridge."""
SOUTH = [[-2.35, 51.0], [-2.1, 51.0], [-2.1, 51.2], [-2.35, 51.2], [-2.35, 51.0]]
"""Mere."""


def feature(ring, code="E02000001", **properties):
    return {
        "type": "Feature",
        "properties": {"MSOA21CD": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write(path, *features, encoding="utf-8"):
    collection = {"type": "FeatureCollection", "features": list(features)}
    path.write_bytes(json.dumps(collection, ensure_ascii=False).encode(encoding))
    return path


def both():
    return (
        feature(NORTH, "E02000001", MSOA21NM="Wiltshire 001", MSOA21HCLNM="Melksham & Trowbridge"),
        feature(SOUTH, "E02000002", MSOA21NM="Wiltshire 002", MSOA21HCLNM="Mere"),
    )


async def bring(path, **asked):
    return await import_areas(path, AreaImport(**asked), ground=FEW_GROUND, actor="test")


async def test_areas_of_a_file_are_used_from_then_on(db, tmp_path):
    await make_areas()
    report = await bring(write(tmp_path / "msoa.geojson", *both()), source="ONS", period="2021")
    assert (report.is_done, report.areas, report.councils, report.problems) == (True, 2, ("Wiltshire",), ())
    areas = await service.list_areas(WILTSHIRE)
    assert [(area.code, area.name, area.postcodes) for area in areas] == [
        ("E02000001", "Melksham & Trowbridge", 150),
        ("E02000002", "Mere", 30),
    ]
    assert areas[0].districts == (("BA14", 0.6), ("SN12", 0.4))
    used = await service.find_set(WILTSHIRE)
    assert (used.kind, used.source, used.period) == (AreaSetKind.IMPORTED, "ONS", "2021")
    drawn = await service.list_shapes(WILTSHIRE)
    assert set(drawn.paths) == {"E02000001", "E02000002"}
    assert (await audit.find_last("gap_areas", "import")).council == WILTSHIRE


async def test_a_dry_run_changes_nothing(db, tmp_path):
    before = await make_areas()
    report = await bring(write(tmp_path / "a.geojson", *both()), is_dry_run=True)
    assert (report.is_done, report.areas) == (False, 2)
    assert await service.list_areas(WILTSHIRE) == before


async def test_the_built_in_areas_can_be_had_again(db, tmp_path):
    before = await make_areas()
    await bring(write(tmp_path / "a.geojson", *both()))
    assert await end_import(WILTSHIRE, actor="test")
    assert await service.list_areas(WILTSHIRE) == before
    assert not await end_import(WILTSHIRE, actor="test")


async def test_importing_again_replaces(db, tmp_path):
    for name in ("Melksham", "Melksham and around"):
        first, second = both()
        first["properties"]["MSOA21HCLNM"] = name
        await bring(write(tmp_path / "a.geojson", first, second))
    assert [area.name for area in await service.list_areas(WILTSHIRE)] == ["Melksham and around", "Mere"]
    assert len(await service.list_sets()) == 1


BOW = [[-2.3, 51.25], [-2.0, 51.5], [-2.0, 51.25], [-2.3, 51.5], [-2.3, 51.25]]
BAD = {
    "no code": (feature(NORTH, ""), "It has no code."),
    "a code twice": (feature(NORTH, "E02000002"), "the same code as area 1"),
    "no polygon": ({"type": "Feature", "properties": {"code": "A"}, "geometry": None}, "no polygon"),
    "a point": (
        {"properties": {"code": "A"}, "geometry": {"type": "Point", "coordinates": [-2, 51]}},
        "no polygon",
    ),
    "corners that are text": (feature([["a", "b"]], "A"), "cannot be read"),
    "corners without height and width": (feature([[], []], "A"), "cannot be read"),
    "two corners": (feature([NORTH[0], NORTH[1], NORTH[0]], "A"), "fewer than three corners"),
    "not closed": (feature(NORTH[:-1], "A"), "not closed"),
    "crossing itself": (feature(BOW, "A"), "crosses itself"),
    "metres": (feature([[400000 + x, 160000 + y] for x, y in NORTH], "A"), "in metres"),
    "latitude first": (feature([[y, x] for x, y in NORTH], "A"), "latitude first"),
    "elsewhere": (feature([[x + 20, y] for x, y in NORTH], "A"), "not in England"),
    "nobody there": (feature([[x, y + 3] for x, y in NORTH], "A"), "No postcode"),
    "overlapping": (feature([[x, y] for x, y in SOUTH], "A"), "It overlaps area 1"),
    "an unknown council": (feature(NORTH, "A", LAD24CD="E99999999"), "no council with the code"),
    "another council": (feature(NORTH, "A", LAD24CD=SOMERSET), "it lies in Wiltshire"),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_wrong_with_an_area_is_told_and_nothing_changes(db, tmp_path, name):
    before = await make_areas()
    bad, words = BAD[name]
    path = write(tmp_path / "a.geojson", feature(SOUTH, "E02000002"), bad)
    report = await bring(path)
    problem = next(each for each in report.problems if each.row == 2)
    assert words in problem.message
    assert not report.is_done
    assert await service.list_areas(WILTSHIRE) == before


async def test_the_rest_is_taken_if_the_person_says_so(db, tmp_path):
    path = write(tmp_path / "a.geojson", *both(), feature(BOW, "E02000003"))
    report = await bring(path, leaves_out=True)
    assert (report.is_done, report.areas, len(report.problems)) == (True, 2, 1)


async def test_areas_that_miss_a_part_of_the_council_are_told(db, tmp_path):
    path = write(tmp_path / "a.geojson", both()[1])
    report = await bring(path, leaves_out=True)
    (problem,) = report.problems
    assert (problem.row, problem.what) == (None, "Wiltshire")
    assert problem.message == "The areas hold only 17% of its postcodes: some are missing."
    assert (report.is_done, report.areas) == (False, 0)


async def test_one_council_of_a_file_can_be_taken(db, tmp_path):
    somerset = feature([[-2.5, 51.0], [-2.36, 51.0], [-2.3, 51.3], [-2.5, 51.3], [-2.5, 51.0]], "E02000009")
    broken = feature(BOW, "E02000010", LAD24CD=SOMERSET)
    path = write(tmp_path / "a.geojson", *both(), somerset, broken)
    report = await bring(path, council_code=WILTSHIRE)
    assert (report.areas, report.passed_over, report.councils) == (2, 2, ("Wiltshire",))
    assert report.problems == ()


async def test_a_code_that_another_council_has_is_told(db, tmp_path):
    await bring(write(tmp_path / "a.geojson", *both()))
    ring = [[-2.5, 51.0], [-2.36, 51.0], [-2.3, 51.3], [-2.5, 51.3], [-2.5, 51.0]]
    report = await bring(write(tmp_path / "b.geojson", feature(ring, "E02000002")))
    (problem,) = report.problems
    assert (problem.what, problem.message) == ("Somerset", "An area of Wiltshire has the code E02000002.")
    assert not report.is_done


async def test_codes_of_councils_of_other_years_are_understood(db, tmp_path):
    mendip = "E07000187"
    ring = [[-2.5, 51.0], [-2.2, 51.0], [-2.2, 51.3], [-2.5, 51.3], [-2.5, 51.0]]
    report = await bring(write(tmp_path / "a.geojson", feature(ring, "E02000009", LAD21CD=mendip)))
    assert report.councils == ("Somerset",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
async def test_encodings_of_all_kinds_are_read(db, tmp_path, encoding):
    first, second = both()
    second["properties"]["MSOA21HCLNM"] = "Mère"
    await bring(write(tmp_path / "a.geojson", first, second, encoding=encoding))
    assert [area.name for area in await service.list_areas(WILTSHIRE)] == ["Melksham & Trowbridge", "Mère"]


async def test_a_file_in_which_nothing_is_a_code_is_told_once_and_any_property_can_be_it(db, tmp_path):
    areas = [
        {**each, "properties": {"Zone": f"Z{number}", "Height": 3}} for number, each in enumerate(both())
    ]
    path = write(tmp_path / "a.geojson", *areas)
    with pytest.raises(FileError, match="there are: Height, Zone"):
        await bring(path)
    await bring(path, code_property="zone", name_property="ZONE")
    assert [(area.code, area.name) for area in await service.list_areas(WILTSHIRE)] == [
        ("Z0", "Z0"),
        ("Z1", "Z1"),
    ]


async def test_names_that_several_areas_have_are_told_apart(db, tmp_path):
    first, second = both()
    first["properties"]["MSOA21HCLNM"] = second["properties"]["MSOA21HCLNM"] = "West"
    await bring(write(tmp_path / "a.geojson", first, second))
    names = [area.name for area in await service.list_areas(WILTSHIRE)]
    assert names == ["West (E02000001)", "West (E02000002)"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"code,name\nA,B\n", "not GeoJSON or TopoJSON"),
        (b"", "not GeoJSON or TopoJSON"),
        (b"[" * 100_000, "not GeoJSON or TopoJSON"),
        (b'{"type": "Feature"}', "Give a FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "There is no area"),
        (b'{"type": "FeatureCollection", "features": 3}', "not GeoJSON or TopoJSON"),
        (b'{"type": "Topology", "objects": {}, "arcs": []}', "Give a FeatureCollection"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    with pytest.raises(FileError, match=words):
        repository.read_areas(path)


def test_a_file_that_is_far_too_large_is_not_even_read(tmp_path):
    path = tmp_path / "a.geojson"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(FileError, match=r"larger than 60 megabytes.*generalised"):
        repository.read_areas(path)


def test_topojson_is_put_together_from_lines_that_neighbours_share(tmp_path):
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-2.0, 51.0]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "A"}},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]]], "id": "B"},
                    {"type": "Polygon", "arcs": [[9]], "properties": {"code": "C"}},
                ],
            }
        },
    }
    path = tmp_path / "a.topojson"
    path.write_text(json.dumps(topology))
    west, east, broken = repository.read_areas(path)
    assert west.polygons[0][0] == ((-1.9, 51.0), (-1.9, 51.1), (-2.0, 51.1), (-2.0, 51.0), (-1.9, 51.0))
    assert east.polygons[0][0] == ((-1.9, 51.0), (-1.8, 51.0), (-1.8, 51.1), (-1.9, 51.1), (-1.9, 51.0))
    assert (rules.find_code(east.properties), broken.problem) == ("B", "Its corners cannot be read.")


def test_a_small_loop_of_a_simplified_border_is_let_pass():
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    loop = [(0.0, 0.52), (-0.02, 0.48), (0.02, 0.48), (-0.01, 0.53)]
    assert rules.find_crossing((*square, *loop, square[0])) is None
    assert rules.find_crossing(((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))) is not None


@given(st.integers(5, 40), st.floats(0.1, 1.0), st.randoms())
def test_a_star_around_its_middle_never_crosses_itself_and_holds_it(corners, least, random):
    turns = [2 * math.pi * number / corners for number in range(corners)]
    reach = [random.uniform(least, 1.0) for _ in turns]
    line = [(r * math.cos(turn), r * math.sin(turn)) for turn, r in zip(turns, reach, strict=True)]
    ring = (*line, line[0])
    assert rules.find_crossing(ring) is None
    middle_and_outside = rules.points_inside(((ring,),), np.array([0.0, 2.0]), np.array([0.0, 0.0]))
    assert list(middle_and_outside) == [True, False]
