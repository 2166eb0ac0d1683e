"""The councils and every code that leads to them."""

import csv
import json

import pytest

from marketplace.kernel.errors import NotFoundError
from marketplace.places.councils.service import find_council, get_council, list_councils, resolve_code

ENGLAND = "E92000001"


def test_england_has_153_councils_with_social_services():
    assert len(list_councils(ENGLAND)) == 153


def test_the_united_kingdom_has_218():
    assert len(list_councils()) == 218
    assert len({council.name for council in list_councils()}) == 218


@pytest.mark.parametrize(
    ("code", "council"),
    [
        ("E07000041", "E10000008"),  # Exeter -> Devon
        ("E06000054", "E06000054"),  # Wiltshire
        ("E08000016", "E08000038"),  # Barnsley before 2025
        ("E08000038", "E08000038"),
        ("E08000019", "E08000039"),  # Sheffield before 2025
        ("E07000187", "E06000066"),  # Mendip -> Somerset
        ("E10000023", "E06000065"),  # North Yorkshire before 2023
        ("E08000020", "E08000037"),  # Gateshead before 2013
        ("S12000015", "S12000047"),  # Fife before 2018
        ("W06000022", "W06000022"),  # Newport
        ("N09000003", "N09000003"),  # Belfast
    ],
)
def test_code_leads_to_the_council_with_social_services(code, council):
    assert resolve_code(code) == council
    assert get_council(code).code == council


@pytest.mark.parametrize("code", ["", "E10000006", "L99999999", "nonsense", "\x00"])
def test_code_of_no_council_is_not_found(code):
    assert find_council(code) is None
    with pytest.raises(NotFoundError):
        get_council(code)


def test_every_council_says_its_region_and_county():
    for council in list_councils():
        assert council.region
        assert council.county
        assert "," not in council.name or council.name.count(",") < 3
        assert "City of" not in council.name or council.name == "City of London"


@pytest.mark.shared
def test_councils_and_codes_agree_with_the_boundaries_of_2025(shared_dir):
    features = json.loads((shared_dir / "data/utla_england_2025.geojson").read_text("utf-8"))["features"]
    theirs = {feature["properties"]["code"] for feature in features}
    assert theirs == {council.code for council in list_councils(ENGLAND)}


@pytest.mark.shared
def test_every_district_of_2024_leads_to_its_county(shared_dir):
    path = shared_dir / "data/lookup_lad24_utla23_region24_england.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert resolve_code(row["ltla24_code"]) == resolve_code(row["utla23_code"])
