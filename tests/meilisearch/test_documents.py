"""Documents and indexes: keys, ids, replacing, changing, fetching, deleting, swapping."""

import pytest


def _ids(answer):
    return [document["id"] for document in answer["results"]]


def test_adding_replaces_a_document_and_updating_changes_it(api, shops):
    api.do("PUT", shops + "/documents", [{"id": 1, "price": 4}])
    assert api.call("GET", shops + "/documents/1")["name"] == "Baker"
    api.do("POST", shops + "/documents", [{"id": 1, "price": 5}])
    assert api.call("GET", shops + "/documents/1") == {"id": 1, "price": 5}


def test_a_document_given_twice_in_a_batch_is_kept_as_the_last(api, shops):
    task = api.do("POST", shops + "/documents", [{"id": 9, "step": 1}, {"id": 9, "step": 2}])
    assert task["details"] == {"receivedDocuments": 2, "indexedDocuments": 2}
    assert api.call("GET", shops + "/documents/9") == {"id": 9, "step": 2}


@pytest.mark.parametrize("identity", ["a b", "é", "", "a.b", "a" * 512, 1.5, None, True, ["a"]])
def test_an_id_has_allowed_characters_only(api, shops, identity):
    assert api.fail("POST", shops + "/documents", [{"id": identity}]) == "invalid_document_id"


@pytest.mark.parametrize("identity", ["a-b_C9", "a" * 511, 12, -3])
def test_an_id_is_letters_digits_hyphens_and_underscores(api, shops, identity):
    api.do("POST", shops + "/documents", [{"id": identity}])
    assert api.call("GET", f"{shops}/documents/{identity}") == {"id": identity}


@pytest.mark.parametrize(
    "place",
    [
        {"lat": 91, "lng": 0},
        {"lat": 0, "lng": -181},
        {"lat": 1},
        {"lng": 1},
        {"lat": None, "lng": 1},
        {"lat": "north", "lng": 1},
        {"lat": 1, "lng": 1, "alt": 3},
        [1, 2],
        "1,2",
    ],
)
def test_a_document_that_is_nowhere_fails_its_batch(api, shops, place):
    documents = [{"id": 8}, {"id": 9, "_geo": place}]
    assert api.fail("POST", shops + "/documents", documents) == "invalid_document_geo_field"
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 4


def test_the_primary_key_is_given_or_the_one_field_that_ends_with_id(api, meilisearch_uid):
    path = f"/indexes/{meilisearch_uid}"
    assert api.fail("POST", path + "/documents", [{"name": 1}]) == "index_primary_key_no_candidate_found"
    two = [{"one_id": 1, "other_id": 2}]
    assert api.fail("POST", path + "/documents", two) == "index_primary_key_multiple_candidates_found"
    api.do("POST", path + "/documents?primaryKey=one_id", two)
    assert api.call("GET", path)["primaryKey"] == "one_id"
    assert api.fail("POST", path + "/documents", [{"other_id": 2}]) == "missing_document_id"
    assert (
        api.fail("POST", path + "/documents?primaryKey=x", [{"x": 2}]) == "index_primary_key_already_exists"
    )


def test_documents_are_fetched_by_filter_ids_fields_and_pages(api, shops):
    fetch = shops + "/documents/fetch"
    assert _ids(api.call("POST", fetch, {"filter": "sells = bread"})) == [1, 2]
    assert _ids(api.call("POST", fetch, {"ids": ["4", "1", "77"]})) == [1, 4]
    assert _ids(api.call("POST", fetch, {"sort": ["price:desc"]})) == [2, 3, 1, 4]
    assert api.call("POST", fetch, {"fields": ["id", "owner.age"], "limit": 1}) == {
        "results": [{"id": 1, "owner": {"age": 40}}],
        "offset": 0,
        "limit": 1,
        "total": 4,
    }
    assert _ids(api.call("POST", fetch, {"offset": 3, "limit": 5})) == [4]
    assert api.refused("POST", fetch, {"nonsense": 1}) == (400, "bad_request")
    assert api.refused("POST", fetch, {"sort": ["open:asc"]}) == (400, "invalid_document_sort")


def test_documents_are_deleted_one_by_list_by_filter_and_all(api, shops):
    assert api.do("DELETE", shops + "/documents/1")["details"]["deletedDocuments"] == 1
    assert api.refused("GET", shops + "/documents/1") == (404, "document_not_found")
    deleted = api.do("POST", shops + "/documents/delete-batch", [1, "2", 77])["details"]
    assert deleted == {"providedIds": 3, "originalFilter": None, "deletedDocuments": 1}
    assert (
        api.do("POST", shops + "/documents/delete", {"filter": "price = 7"})["details"]["deletedDocuments"]
        == 1
    )
    assert api.refused("POST", shops + "/documents/delete", {}) == (400, "missing_document_filter")
    assert api.refused("POST", shops + "/documents/delete", {"filter": "price"}) == (
        400,
        "invalid_document_filter",
    )
    assert (
        api.fail("POST", shops + "/documents/delete", {"filter": "unknown = 7"}) == "invalid_document_filter"
    )
    assert _ids(api.call("GET", shops + "/documents")) == [4]
    assert api.do("DELETE", shops + "/documents")["details"]["deletedDocuments"] == 1


def test_a_swap_exchanges_settings_and_documents_of_all_pairs_at_once(api, shops, meilisearch_uid):
    names = [f"{meilisearch_uid}-{letter}" for letter in "abc"]
    for name in names:
        api.do("POST", f"/indexes/{name}/documents", [{"id": name}])
    pairs = [{"indexes": [meilisearch_uid, names[0]]}, {"indexes": names[1:]}]
    api.do("POST", "/swap-indexes", pairs)
    assert _ids(api.call("GET", shops + "/documents")) == [names[0]]
    assert api.call("GET", shops + "/settings")["sortableAttributes"] == []
    assert api.call("GET", f"/indexes/{names[0]}/settings")["sortableAttributes"] == ["_geo", "name", "price"]
    assert _ids(api.call("GET", f"/indexes/{names[1]}/documents")) == [names[2]]


def test_a_swap_with_an_index_that_is_not_there_swaps_nothing(api, shops, meilisearch_uid):
    api.do("POST", f"/indexes/{meilisearch_uid}-a/documents", [{"id": "a"}])
    pairs = [{"indexes": [meilisearch_uid, f"{meilisearch_uid}-a"]}, {"indexes": ["none-1", "none-2"]}]
    assert api.fail("POST", "/swap-indexes", pairs) == "index_not_found"
    assert api.call("GET", shops + "/documents")["total"] == 4


def test_tasks_that_wait_while_indexes_are_swapped_go_to_the_name_they_were_given(
    controls, api, shops, meilisearch_uid
):
    other = f"{meilisearch_uid}-a"
    api.do("POST", f"/indexes/{other}/documents", [{"id": "old"}])
    controls.hold_tasks()
    api.call("POST", "/swap-indexes", [{"indexes": [meilisearch_uid, other]}])
    added = api.call("POST", shops + "/documents", [{"id": "new"}])
    controls.release_tasks()
    api.wait(added)
    assert _ids(api.call("GET", shops + "/documents")) == ["old", "new"]
    assert api.call("GET", f"/indexes/{other}/documents")["total"] == 4


@pytest.mark.parametrize("body", [[{"indexes": ["a"]}], [{"indexes": ["a", "b"]}, {"indexes": ["b", "c"]}]])
def test_swaps_that_make_no_sense_are_refused(api, body):
    status, code = api.refused("POST", "/swap-indexes", body)
    assert status == 400
    assert code.startswith("invalid_swap")


def test_indexes_are_made_listed_and_deleted(api, shops, meilisearch_uid):
    api.do("POST", "/indexes", {"uid": f"{meilisearch_uid}-x", "primaryKey": "key"})
    body = {"uid": f"{meilisearch_uid}-x"}
    assert api.fail("POST", "/indexes", body) == "index_already_exists"
    found = {index["uid"]: index for index in api.call("GET", "/indexes?limit=1000")["results"]}
    assert found[f"{meilisearch_uid}-x"]["primaryKey"] == "key"
    api.do("DELETE", shops)
    assert api.refused("GET", shops) == (404, "index_not_found")
    assert api.fail("DELETE", shops) == "index_not_found"
    assert api.refused("POST", "/indexes", {"uid": "not allowed"}) == (400, "invalid_index_uid")
    assert api.refused("POST", "/indexes/not%20allowed/documents", []) == (400, "invalid_index_uid")


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b"{", {"Content-Type": "application/json"}, 400, "malformed_payload"),
        (b"", {"Content-Type": "application/json"}, 400, "missing_payload"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "invalid_content_type"),
        (b"{}", {}, 415, "missing_content_type"),
        (b"[1]", {"Content-Type": "application/json"}, 400, "malformed_payload"),
    ],
)
def test_a_body_that_is_none_is_refused(api, shops, content, headers, status, code):
    answer = api.send("POST", shops + "/documents", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
