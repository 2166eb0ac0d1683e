"""The command that lets anyone check the measure."""

import pytest

from marketplace.gaps.access import service
from marketplace.gaps.access.rules import parse_bands
from marketplace.kernel.errors import InvalidError, OperatorError

BANDS = parse_bands("20:1,40:0.68,60:0.22")
GOOD = {
    "need": "id,people\nA,100\nB,50\nC,10\n",
    "supply": "id,capacity\nx,15\ny,20\nz,100\n",
    "cost": "need_id,supply_id,cost\nA,x,1\nA,y,40\nA,z,20\nB,x,40\nB,y,1\nB,z,20\nC,x,20\nC,y,20\nC,z,1\n",
}


@pytest.fixture
def measured(tmp_path):
    def run(**texts):
        paths = []
        for name, text in (GOOD | texts).items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            paths.append(path)
        return service.measure_files(*paths, BANDS)

    return run


def test_files_are_measured_in_the_order_of_need(measured):
    found = measured()
    assert found.ids == ("A", "B", "C")
    assert found.access == pytest.approx((0.835417, 0.852083, 0.885417), abs=5e-7)


def test_columns_may_stand_in_any_order_beside_others(measured):
    found = measured(need="\ufeffname,People ,ID\nnorth,100,A\nsouth,50,B\nwest,10,C\n")
    assert found.access == measured().access


def test_supply_that_reaches_nobody_is_told_and_divided_by_nothing(measured):
    found = measured(supply=GOOD["supply"] + "far,7\n")
    assert (found.unreached, found.unreached_ids) == (7, ("far",))
    assert found.access == measured().access


def test_costs_of_unknown_places_are_passed_over_and_counted(measured):
    found = measured(cost=GOOD["cost"] + "Q,x,1\nA,q,2\n")
    assert (found.unknown_rows, found.unknown_id) == (2, "Q")
    assert found.access == measured().access


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("need", "id,people\nA,100\nB,many\n", "need.csv row 3"),
        ("need", "id,people\nA,-1\n", "need.csv row 2"),
        ("need", "id,people\nA,1\nA,2\n", "need.csv row 3"),
        ("need", "id,people\n,1\n", "need.csv row 2"),
        ("supply", "id,capacity\nx,nan\n", "supply.csv row 2"),
        ("supply", "id,capacity\nx,12%\n", "supply.csv row 2"),
        ("cost", "need_id,supply_id,cost\nA,x,\n", "cost.csv row 2"),
        ("cost", "need_id,supply_id,cost\nA,x,1\nA,x,2\n", "cost.csv row 3"),
        ("cost", "need_id,supply_id,cost\nA,x\n", "cost.csv row 2"),
    ],
)
def test_rows_that_cannot_be_used_are_named(measured, name, text, where):
    with pytest.raises(InvalidError) as told:
        measured(**{name: text})
    assert told.value.problems[0].field == where


@pytest.mark.parametrize(
    "text",
    ["", "id,people\n", "code,people\nA,1\n", b"id,people\nA\xff,1\n", "a;b\n1;2\n", 'id,people\n"A'],
)
def test_files_that_are_no_such_table_are_told_in_a_sentence(measured, text):
    with pytest.raises(OperatorError, match=r"need\.csv"):
        measured(need=text)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(OperatorError, match="cannot be read"):
        service.measure_files(tmp_path / "no.csv", tmp_path / "no.csv", tmp_path / "no.csv", BANDS)
