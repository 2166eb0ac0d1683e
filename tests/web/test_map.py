"""The map: laws of where things stand."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.finder.maps.rules import grid, name_towns, settled, spread, strokes
from marketplace.finder.maps.schemas import HEIGHT, PIN_GAP, WIDTH, Frame
from marketplace.places.schemas import PlaceKind, SettlementCell, SettlementCells, Town
from search.documents import Point

MELKSHAM = Point(51.3738, -2.1374)
SPOTS = st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)), max_size=20)


@given(spots=SPOTS)
@settings(max_examples=60, deadline=None)
def test_pins_stay_on_the_map_and_apart_enough_to_be_hit(spots):
    places = spread(spots)
    assert len(places) == len(spots)
    for x, y in places:
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
    for index, one in enumerate(places):
        for other in places[index + 1 :]:
            assert math.dist(one, other) > PIN_GAP * 0.92


@given(spots=SPOTS)
@settings(max_examples=20, deadline=None)
def test_same_spots_give_the_same_map(spots):
    assert spread(spots) == spread(list(spots))


@given(spots=SPOTS)
@settings(max_examples=30, deadline=None)
def test_pins_do_not_hide_the_place_asked_for(spots):
    for place in spread(spots, middle_is_taken=True):
        assert math.dist(place, (WIDTH / 2, HEIGHT / 2)) > 30


def test_pin_that_has_room_stands_on_its_spot():
    assert spread([(100.0, 100.0), (300.0, 300.0)]) == [(100.0, 100.0), (300.0, 300.0)]


@given(north=st.floats(-5, 5), east=st.floats(-5, 5))
def test_a_mile_is_a_mile_in_every_direction(north, east):
    frame = Frame(centre=MELKSHAM, half_miles=10)
    latitude = MELKSHAM.latitude + north / 69.093
    longitude = MELKSHAM.longitude + east / 69.093 / math.cos(math.radians(MELKSHAM.latitude))
    x, y = frame.spot(latitude, longitude)
    assert math.isclose((x - WIDTH / 2) / frame.units_in_a_mile, east, abs_tol=1e-6)
    assert math.isclose((HEIGHT / 2 - y) / frame.units_in_a_mile, north, abs_tol=1e-6)


def test_box_of_the_frame_is_what_it_holds():
    frame = Frame(centre=MELKSHAM, half_miles=10)
    south, west, north, east = frame.box
    assert frame.holds(south + 1e-6, west + 1e-6)
    assert frame.holds(north - 1e-6, east - 1e-6)
    assert not frame.holds(north + 1e-3, east)


def town(name, north, east, population=0):
    return Town(
        label=name, name=name, kind=PlaceKind.TOWN, population=population,
        latitude=MELKSHAM.latitude + north, longitude=MELKSHAM.longitude + east,
    )  # fmt: skip


def test_names_never_stand_on_each_other_or_on_pins():
    frame = Frame(centre=MELKSHAM, half_miles=10)
    towns = [town(f"Town {n}", n % 5 * 0.03 - 0.06, n // 5 * 0.04 - 0.08) for n in range(25)]
    pins = [(100.0, 100.0), (280.0, 200.0)]
    named = name_towns(frame, towns, pins)
    assert named
    for index, one in enumerate(named):
        for other in named[index + 1 :]:
            assert abs(one.y - other.y) > 14 or abs(one.x - other.x) > 40
        for x, y in pins:
            assert abs(one.x - x) > 19 or abs(one.y - y) > 15


def test_bigger_towns_come_first():
    frame = Frame(centre=MELKSHAM, half_miles=10)
    named = name_towns(frame, [town("Big", 0.05, 0.05), town("Small", 0.05, 0.0501)], [])
    assert named[0].name == "Big"


def cells(*counts):
    """A row of cells from west to east, a kilometre each; 0 = nobody lives there."""
    return SettlementCells(
        height_degrees=0.01,
        width_degrees=0.016,
        cells=tuple(
            SettlementCell(latitude=51.0, longitude=-2.0 + 0.016 * n, postcodes=count)
            for n, count in enumerate(counts)
            if count
        ),
    )


def test_settled_ground_is_told_by_how_many_live_there():
    thin, full = settled(cells(1, 25, 90))
    assert [cell.postcodes for cell in thin] == [25]
    assert [cell.postcodes for cell in full] == [90]


def test_settled_ground_is_run_length_coded():
    row = cells(90, 90, 90, 0, 90)
    assert strokes(row, row.cells) == "M0 0h2M4 0h0"


def test_cells_stand_where_they_are():
    frame = Frame(centre=Point(51.0, -2.0), half_miles=10)
    x, y, wide, high = grid(frame, cells(1, 1))
    assert (x, y) == (WIDTH / 2, HEIGHT / 2)
    assert math.isclose(wide, frame.spot(51.0, -1.984)[0] - x)
    assert math.isclose(high, frame.spot(50.99, -2.0)[1] - y)


def test_map_of_nowhere_is_empty():
    nothing = SettlementCells(height_degrees=0.01, width_degrees=0.016, cells=())
    assert strokes(nothing, settled(nothing)[0]) == ""
