"""Searches: what is found, in which order, how it is counted, paged and shown, and what settings change."""

import pytest


@pytest.fixture
def find(api, shops):
    """The answer to a search among the shops."""
    return lambda **asked: api.call("POST", shops + "/search", asked)


@pytest.fixture
def ids(find):
    return lambda **asked: [hit["id"] for hit in find(**asked)["hits"]]


@pytest.fixture
def change(api, shops):
    """Changes the settings."""
    return lambda **settings: api.do("PATCH", shops + "/settings", settings)


def test_words_are_found_with_slips_and_beginnings(ids):
    assert ids(q="bread") == [1, 2]
    assert ids(q="braed") == [1, 2]
    assert ids(q="groc") == [2]
    assert ids(q="Cafe") == [3]
    assert ids(q="LIBRARY ") == [4]
    assert ids(q="caek") == []
    assert ids(q="zzz") == []


def test_the_last_words_may_be_missing_unless_all_are_wanted(ids):
    assert ids(q="bread zzz") == [1, 2]
    assert ids(q="zzz bread") == []
    assert ids(q="bread zzz", matchingStrategy="all") == []
    assert ids(q="apples bread", matchingStrategy="all") == [2]
    assert ids(q="bread apples") == [2, 1]


def test_phrases_and_unwanted_words(ids):
    assert ids(q='"nothing at all"') == [4]
    assert ids(q='"at nothing"') == []
    assert ids(q="bread -apples") == [1]
    assert ids(q="-bread") == [3, 4]


def test_only_chosen_fields_are_searched(ids, api, shops):
    assert ids(q="baker", attributesToSearchOn=["sells"]) == []
    assert ids(q="baker", attributesToSearchOn=["name"]) == [1]
    refusal = (400, "invalid_search_attributes_to_search_on")
    assert api.refused("POST", shops + "/search", {"q": "a", "attributesToSearchOn": ["price"]}) == refusal


def test_synonyms_and_stop_words_of_the_settings_hold(change, ids):
    change(synonyms={"loaf": ["bread"], "book place": ["library"]}, stopWords=["nothing"])
    assert ids(q="loaf") == [1, 2]
    assert ids(q="book place") == [4]
    assert ids(q="nothing bread") == [1, 2]
    assert ids(q="bread nothing ", matchingStrategy="all") == [1, 2]


def test_typo_rules_of_the_settings_hold(change, ids):
    change(typoTolerance={"minWordSizeForTypos": {"oneTypo": 4}})
    assert ids(q="caek") == [1]
    change(typoTolerance={"disableOnWords": ["caek"]})
    assert ids(q="caek") == []
    change(typoTolerance={"enabled": False})
    assert ids(q="braed") == []


def test_only_searchable_fields_are_searched(change, ids):
    change(searchableAttributes=["name"])
    assert ids(q="bread") == []
    change(searchableAttributes=None)
    assert ids(q="tea") == [3]


def test_the_first_searchable_field_weighs_most(api, shops, change, ids):
    api.do("POST", shops + "/documents", [{"id": 0, "name": "Other", "sells": ["bread of baker"]}])
    assert ids(q="baker") == [1, 0]
    change(searchableAttributes=["sells", "name"])
    assert ids(q="baker") == [0, 1]


def test_hits_are_sorted_with_those_without_a_value_last(ids):
    assert ids(sort=["price:asc"]) == [1, 3, 2, 4]
    assert ids(sort=["price:desc"]) == [2, 3, 1, 4]
    assert ids(sort=["name:asc"]) == [1, 3, 2, 4]
    assert ids(sort=["name:desc"]) == [4, 2, 3, 1]


def test_hits_are_sorted_by_distance_and_say_it_where_the_place_is_shown(find, ids):
    assert ids(sort=["_geoPoint(51.37, -2.12):asc"]) == [2, 1, 4, 3]
    assert ids(sort=["_geoPoint(51.37, -2.12):desc"])[:2] == [4, 1]
    hits = find(sort=["_geoPoint(51.37, -2.12):asc"])["hits"]
    assert hits[0]["_geoDistance"] == 694
    assert "_geoDistance" not in hits[3]
    hit = find(sort=["_geoPoint(51.37, -2.12):asc"], attributesToRetrieve=["id"], limit=1)["hits"][0]
    assert hit == {"id": 2}


def test_places_within_a_metre_are_equally_far(api, shops, find):
    near, nearer, farther = 51.370_004, 51.370_001, 51.370_02
    api.do(
        "POST",
        shops + "/documents",
        [
            {"id": 5, "name": "a", "_geo": {"lat": near, "lng": -2.12}},
            {"id": 6, "name": "b", "_geo": {"lat": nearer, "lng": -2.12}},
            {"id": 7, "name": "A", "_geo": {"lat": farther, "lng": -2.12}},
        ],
    )
    hits = find(sort=["_geoPoint(51.37, -2.12):asc", "name:asc"], limit=3)["hits"]
    assert [hit["id"] for hit in hits] == [5, 6, 7]


@pytest.mark.parametrize("sort", ["open:asc", "price", "price:up", "_geo:asc", "_geoPoint(1):asc"])
def test_a_sort_that_cannot_be_is_refused(api, shops, sort):
    assert api.refused("POST", shops + "/search", {"sort": [sort]}) == (400, "invalid_search_sort")


def test_sort_needs_its_ranking_rule(api, shops, change):
    change(rankingRules=["words", "price:desc"])
    assert api.refused("POST", shops + "/search", {"sort": ["price:asc"]}) == (400, "invalid_search_sort")


def test_a_field_can_be_a_ranking_rule(change, ids):
    change(rankingRules=["words", "price:desc"])
    assert ids(q="bread") == [2, 1]
    assert ids() == [2, 3, 1, 4]


def test_totals_are_estimated_by_offset_and_said_by_page(find):
    by_offset = find(offset=1, limit=2)
    assert [hit["id"] for hit in by_offset["hits"]] == [2, 3]
    assert (by_offset["offset"], by_offset["limit"], by_offset["estimatedTotalHits"]) == (1, 2, 4)
    assert "totalHits" not in by_offset
    by_page = find(page=2, hitsPerPage=3)
    assert [hit["id"] for hit in by_page["hits"]] == [4]
    assert (by_page["page"], by_page["hitsPerPage"], by_page["totalPages"], by_page["totalHits"]) == (
        2,
        3,
        2,
        4,
    )
    assert "estimatedTotalHits" not in by_page
    assert find(page=0, hitsPerPage=3)["hits"] == []
    assert find(limit=0)["estimatedTotalHits"] == 4


def test_hits_and_totals_end_at_the_most_of_the_settings(change, find):
    change(pagination={"maxTotalHits": 2})
    assert find(limit=10)["estimatedTotalHits"] == 2
    assert len(find(limit=10)["hits"]) == 2
    assert len(find(limit=10, offset=1)["hits"]) == 1
    assert find(page=1, hitsPerPage=1)["totalPages"] == 2
    assert sum(find(facets=["open"])["facetDistribution"]["open"].values()) == 3


def test_values_are_counted_as_they_are_written(find):
    answer = find(facets=["sells", "price", "open"])
    assert answer["facetDistribution"] == {
        "sells": {"apples": 1, "Bread": 2, "cake": 1, "nothing at all": 1},
        "price": {"10.5": 1, "3": 1, "7": 1},
        "open": {"false": 1, "true": 2},
    }
    assert answer["facetStats"] == {"price": {"min": 3.0, "max": 10.5}}
    assert find(q="apples", facets=["sells"])["facetDistribution"]["sells"] == {"apples": 1, "Bread": 1}
    assert find(filter="price = 7", facets=["sells"])["facetDistribution"] == {"sells": {}}


def test_counts_are_cut_and_ordered_by_the_settings(change, find):
    change(faceting={"maxValuesPerFacet": 2, "sortFacetValuesBy": {"sells": "count"}})
    assert find(facets=["sells"])["facetDistribution"] == {"sells": {"Bread": 2, "apples": 1}}
    assert list(find(facets=["price"])["facetDistribution"]["price"]) == ["10.5", "3"]


def test_values_of_a_facet_are_searched(api, shops):
    asked = {"facetName": "sells", "facetQuery": "br"}
    assert api.call("POST", shops + "/facet-search", asked)["facetHits"] == [{"value": "Bread", "count": 2}]
    rule = {"attributePatterns": ["sells"], "features": {"filter": {"equality": True}}}
    api.do("PUT", shops + "/settings/filterable-attributes", [rule])
    refusal = (400, "invalid_facet_search_facet_name")
    assert api.refused("POST", shops + "/facet-search", asked) == refusal
    api.do("PUT", shops + "/settings/facet-search", False)
    assert api.refused("POST", shops + "/facet-search", asked) == (400, "facet_search_disabled")


def test_only_displayed_and_wanted_fields_are_shown(change, find):
    assert find(q="baker", attributesToRetrieve=["name", "owner.age"])["hits"] == [
        {"name": "Baker", "owner": {"age": 40}}
    ]
    change(displayedAttributes=["id", "name"])
    assert find(q="baker")["hits"] == [{"id": 1, "name": "Baker"}]
    assert find(q="baker", attributesToRetrieve=["price", "id"])["hits"] == [{"id": 1}]


def test_scores_fall_from_hit_to_hit(find):
    scores = [hit["_rankingScore"] for hit in find(q="bread apples", showRankingScore=True)["hits"]]
    assert 1 >= scores[0] > scores[1] > 0


def test_searches_in_one_request_are_answered_each_by_itself(api, shops, meilisearch_uid):
    queries = [{"indexUid": meilisearch_uid, "q": "bread"}, {"indexUid": meilisearch_uid, "limit": 0}]
    results = api.call("POST", "/multi-search", {"queries": queries})["results"]
    assert [result["indexUid"] for result in results] == [meilisearch_uid] * 2
    assert [result["estimatedTotalHits"] for result in results] == [2, 4]
    queries[1]["filter"] = "unknown = 1"
    answer = api.send("POST", "/multi-search", {"queries": queries})
    assert answer.json()["code"] == "invalid_search_filter"
    assert answer.json()["message"].startswith("Inside `.queries[1]`: ")
    missing = {"queries": [{"indexUid": f"{meilisearch_uid}-none"}]}
    assert api.refused("POST", "/multi-search", missing) == (400, "index_not_found")
    queries[1] = {"indexUid": meilisearch_uid, "facets": ["unknown"]}
    assert api.refused("POST", "/multi-search", {"queries": queries}) == (400, "invalid_multi_search_facets")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"q": 5}, "invalid_search_q"),
        ({"limit": -1}, "invalid_search_limit"),
        ({"offset": "1"}, "invalid_search_offset"),
        ({"hitsPerPage": 1.5}, "invalid_search_hits_per_page"),
        ({"facets": "open"}, "invalid_search_facets"),
        ({"facets": ["unknown"]}, "invalid_search_facets"),
        ({"sort": "price:asc"}, "invalid_search_sort"),
        ({"filter": 5}, "invalid_search_filter"),
        ({"matchingStrategy": "any"}, "invalid_search_matching_strategy"),
        ({"nonsense": 1}, "bad_request"),
    ],
)
def test_what_makes_no_sense_is_refused(api, shops, asked, code):
    assert api.refused("POST", shops + "/search", asked) == (400, code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rankingRules": ["nonsense"]}, "invalid_settings_ranking_rules"),
        ({"searchableAttributes": "name"}, "invalid_settings_searchable_attributes"),
        ({"typoTolerance": {"minWordSizeForTypos": {"oneTypo": 10}}}, "invalid_settings_typo_tolerance"),
        ({"filterableAttributes": [{"features": {}}]}, "invalid_settings_filterable_attributes"),
        ({"proximityPrecision": "byFoot"}, "invalid_settings_proximity_precision"),
        ({"nonsense": 1}, "bad_request"),
    ],
)
def test_settings_that_make_no_sense_are_refused(api, shops, change, code):
    assert api.refused("PATCH", shops + "/settings", change) == (400, code)


def test_a_setting_changes_only_what_it_names(api, shops, change):
    before = api.call("GET", shops + "/settings")
    change(typoTolerance={"enabled": False}, pagination=None)
    after = api.call("GET", shops + "/settings")
    assert after["typoTolerance"] == before["typoTolerance"] | {"enabled": False}
    assert after | {"typoTolerance": 0} == before | {"typoTolerance": 0}
    api.do("DELETE", shops + "/settings")
    assert api.call("GET", shops + "/settings")["filterableAttributes"] == []
