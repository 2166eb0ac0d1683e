"""What filters keep, as Meilisearch's documentation says it; also true of a real server."""

import pytest

KEPT = {
    "name = baker": [1],
    "name = ' BAKER '": [1],
    "name = cafe": [],
    "name = 'CAFÉ'": [3],
    "sells = bread": [1, 2],
    "sells = BREAD": [1, 2],
    "sells != bread": [3, 4],
    "sells IN [cake, Apples]": [1, 2],
    "sells NOT IN [cake, apples]": [3, 4],
    "sells STARTS WITH BR": [1, 2],
    "sells STARTS WITH 'nothing at'": [4],
    "NOT sells STARTS WITH b": [3, 4],
    "price = 3": [1],
    "price = 3.0": [1],
    "price = 10.5": [2],
    "price > 3": [2, 3],
    "price >= 3": [1, 2, 3],
    "price < 10": [1, 3],
    "price != 3": [2, 3, 4],
    "price 3 TO 7": [1, 3],
    "price 7 TO 3": [],
    "price EXISTS": [1, 2, 3],
    "price NOT EXISTS": [4],
    "open = true": [1, 4],
    "open = false": [2],
    "open EXISTS": [1, 2, 4],
    "note EXISTS": [1, 2, 3],
    "note IS NULL": [1],
    "note IS NOT NULL": [2, 3, 4],
    "note IS EMPTY": [2],
    "sells IS EMPTY": [3],
    "sells IS NOT EMPTY": [1, 2, 4],
    "owner.name = ann": [1],
    "owner.age >= 40": [1],
    "owner EXISTS": [1, 3],
    "id IN [1, 4, 9]": [1, 4],
    "id > 2": [3, 4],
    "name > 'baz'": [2, 3, 4],
    "_geoRadius(51.35, -1.99, 1000)": [1],
    "_geoRadius(51.35, -1.99, 12000)": [1, 2],
    "NOT _geoRadius(51.35, -1.99, 12000)": [3, 4],
    "_geoBoundingBox([51.36, -1.9], [51.3, -2.2])": [1],
    "_geoBoundingBox([52, -170], [51, 170])": [4],
    "price < 5 OR open = true AND NOT sells = bread": [1, 4],
    "(price < 5 OR open = true) AND NOT sells = bread": [4],
}


def _ids(api, shops, asked):
    return sorted(hit["id"] for hit in api.call("POST", shops + "/search", {"filter": asked})["hits"])


@pytest.mark.parametrize(("text", "ids"), KEPT.items(), ids=KEPT)
def test_a_filter_keeps_what_it_says(api, shops, text, ids):
    assert _ids(api, shops, text) == ids


def test_lists_of_filters_are_joined(api, shops):
    assert _ids(api, shops, ["open = true", ["sells = bread", "price NOT EXISTS"]]) == [1, 4]
    assert _ids(api, shops, [["open = false", "price = 7"], "note IS NOT NULL"]) == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "unknown = 1",
        "owners = 1",
        "_geoRadius(91, 0, 5)",
        "_geoRadius(0, 181, 5)",
        "_geoBoundingBox([1, 2], [3, 4])",
        "price >",
    ],
)
def test_a_filter_that_cannot_be_asked_is_refused(api, shops, text):
    refusal = (400, "invalid_search_filter")
    assert api.refused("POST", shops + "/search", {"filter": text}) == refusal
    assert api.refused("POST", shops + "/documents/fetch", {"filter": text}) == (
        400,
        "invalid_document_filter",
    )


def test_places_are_filterable_only_when_the_settings_say_so(api, shops):
    api.do("PUT", shops + "/settings/filterable-attributes", ["name"])
    refusal = (400, "invalid_search_filter")
    assert api.refused("POST", shops + "/search", {"filter": "_geoRadius(1, 2, 3)"}) == refusal


def test_places_are_not_made_filterable_by_a_pattern(api, shops):
    rule = {"attributePatterns": ["_geo", "*"], "features": {"filter": {"comparison": True}}}
    api.do("PUT", shops + "/settings/filterable-attributes", [rule])
    refusal = (400, "invalid_search_filter")
    assert api.refused("POST", shops + "/search", {"filter": "_geoRadius(1, 2, 3)"}) == refusal
    assert _ids(api, shops, "price < 5 AND owner.name = Ann") == [1]


def test_a_name_means_its_inner_fields_and_a_pattern_only_by_its_star(api, shops):
    path = shops + "/settings/filterable-attributes"
    api.do("PUT", path, ["owner"])
    assert _ids(api, shops, "owner.name = ann") == [1]
    api.do("PUT", path, [{"attributePatterns": ["owner"]}])
    refusal = (400, "invalid_search_filter")
    assert api.refused("POST", shops + "/search", {"filter": "owner.name = ann"}) == refusal
    for pattern in ("owner.*", "*.name", "*er.na*"):
        api.do("PUT", path, [{"attributePatterns": [pattern]}])
        assert _ids(api, shops, "owner.name = ann") == [1]


def test_contains_must_be_switched_on(api, shops):
    refusal = (400, "feature_not_enabled")
    assert api.refused("POST", shops + "/search", {"filter": "name CONTAINS ak"}) == refusal


def test_features_allow_some_comparisons_only(api, shops):
    rule = {"attributePatterns": ["pr*"], "features": {"filter": {"equality": True, "comparison": False}}}
    api.do("PUT", shops + "/settings/filterable-attributes", [rule, "id"])
    assert _ids(api, shops, "price IN [3, 7]") == [1, 3]
    for text in ("price > 3", "price 1 TO 5", "price <= 3"):
        assert api.refused("POST", shops + "/search", {"filter": text}) == (400, "invalid_search_filter")


def test_a_filter_sees_changed_and_deleted_documents(api, shops):
    api.do("POST", shops + "/documents", [{"id": 1, "name": "Baker", "sells": ["buns"]}])
    api.do("DELETE", shops + "/documents/2")
    assert _ids(api, shops, "sells = bread") == []
    assert _ids(api, shops, "sells = buns") == [1]
    assert _ids(api, shops, "price NOT EXISTS") == [1, 4]
