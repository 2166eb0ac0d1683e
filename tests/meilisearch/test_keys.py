"""A key may do its actions, on its indexes, until it expires: nothing else."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.meilisearch.routes import ROUTES

FORBIDDEN = (403, "invalid_api_key")


@pytest.fixture
def make_key(api, api_with):
    """Makes a key and a client that carries it."""
    made = []

    def make(actions, indexes, expires_at=None):
        body = {"actions": actions, "indexes": indexes, "expiresAt": expires_at}
        made.append(api.call("POST", "/keys", body))
        return api_with(made[-1]["key"])

    yield make
    for key in made:
        api.send("DELETE", f"/keys/{key['uid']}")


def _paths(uid):
    for (method, path), (_, action) in ROUTES.items():
        filled = [uid if part == "INDEX" else "ranking-rules" if part == "*" else part for part in path]
        if action != "-" and (method, path[-1]) != ("PATCH", "*"):
            yield method, "/" + "/".join(filled), action


def test_a_key_for_searching_opens_no_other_route(make_key, shops, meilisearch_uid):
    client = make_key(["search"], [meilisearch_uid])
    for method, path, action in _paths(meilisearch_uid):
        refused = client.send(method, path, [] if "swap" in path else {}).status_code == 403
        assert refused == (action != "search"), path


def test_without_a_key_only_health_answers(meilisearch, shops, meilisearch_uid):
    with httpx.Client(base_url=meilisearch.url) as client:
        assert client.get("/health").status_code == 200
        for method, path, _ in _paths(meilisearch_uid):
            answer = client.request(method, path, json={})
            assert answer.status_code == 401, path
            assert answer.json()["code"] == "missing_authorization_header"


def test_a_wrong_key_is_refused(api_with, shops):
    assert api_with("nonsense").refused("POST", shops + "/search", {}) == FORBIDDEN


def test_a_key_reaches_only_its_indexes(make_key, api, shops, meilisearch_uid):
    other = f"{meilisearch_uid}-other"
    api.do("POST", "/indexes", {"uid": other})
    client = make_key(["search", "indexes.get", "stats.get", "tasks.get"], [meilisearch_uid])
    assert client.call("POST", shops + "/search", {"limit": 0})["estimatedTotalHits"] == 4
    assert client.refused("POST", f"/indexes/{other}/search", {}) == FORBIDDEN
    queries = [{"indexUid": meilisearch_uid}, {"indexUid": other}]
    assert client.refused("POST", "/multi-search", {"queries": queries}) == FORBIDDEN
    assert [index["uid"] for index in client.call("GET", "/indexes")["results"]] == [meilisearch_uid]
    assert list(client.call("GET", "/stats")["indexes"]) == [meilisearch_uid]
    assert {task["indexUid"] for task in client.call("GET", "/tasks")["results"]} == {meilisearch_uid}


def test_a_pattern_reaches_the_indexes_that_begin_so_and_no_task_of_several(
    make_key, api, shops, meilisearch_uid
):
    client = make_key(["indexes.*", "documents.*", "tasks.*"], [f"{meilisearch_uid}*"])
    client.do("POST", "/indexes", {"uid": f"{meilisearch_uid}-fresh"})
    client.do("POST", f"/indexes/{meilisearch_uid}-made/documents", [{"id": 1}])
    swap = client.call("POST", "/swap-indexes", [{"indexes": [meilisearch_uid, f"{meilisearch_uid}-made"]}])
    assert client.refused("GET", f"/tasks/{swap['taskUid']}") == (404, "task_not_found")
    assert api.wait(swap)["status"] == "succeeded"
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 1
    outside = {"uid": "elsewhere"}
    assert client.refused("POST", "/indexes", outside) == FORBIDDEN
    swap = [{"indexes": [meilisearch_uid, "elsewhere"]}]
    assert client.refused("POST", "/swap-indexes", swap) == FORBIDDEN


def test_who_may_not_make_indexes_makes_none_by_adding_documents(make_key, meilisearch_uid):
    client = make_key(["documents.*", "settings.*", "tasks.get"], [f"{meilisearch_uid}*"])
    path = f"/indexes/{meilisearch_uid}-none"
    assert client.fail("POST", f"{path}/documents", [{"id": 1}]) == "index_not_found"
    assert client.fail("PATCH", f"{path}/settings", {"stopWords": ["the"]}) == "index_not_found"


def test_an_expired_key_is_refused(controls, make_key, shops, meilisearch_uid):
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    client = make_key(["search"], [meilisearch_uid], soon)
    assert client.send("POST", shops + "/search", {}).is_success
    for key in controls.app.state.keys.all():
        if key.expires_at:
            key.expires_at = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    assert client.refused("POST", shops + "/search", {}) == FORBIDDEN


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"actions": ["nonsense"]}, (400, "invalid_api_key_actions")),
        ({"indexes": ["a*b"]}, (400, "invalid_api_key_indexes")),
        ({"expiresAt": "2001-01-01T00:00:00Z"}, (400, "invalid_api_key_expires_at")),
        ({"nonsense": 1}, (400, "bad_request")),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(api, change, refusal):
    body = {"actions": ["search"], "indexes": ["*"], "expiresAt": None}
    assert api.refused("POST", "/keys", body | change) == refusal


@pytest.mark.parametrize("missing", ["actions", "indexes", "expiresAt"])
def test_a_key_needs_its_actions_indexes_and_end(api, missing):
    body = {"actions": ["search"], "indexes": ["*"], "expiresAt": None}
    del body[missing]
    status, code = api.refused("POST", "/keys", body)
    assert status == 400
    assert code.startswith("missing_api_key_")


def test_a_key_keeps_its_rights_and_changes_its_name(api, make_key):
    make_key(["search"], ["movies"])
    uid = api.call("GET", "/keys")["results"][0]["uid"]
    assert api.call("PATCH", f"/keys/{uid}", {"name": "renamed"})["name"] == "renamed"
    assert api.refused("PATCH", f"/keys/{uid}", {"actions": ["*"]}) == (400, "immutable_api_key_actions")
