"""Every answer of every route has the shape that Meilisearch describes, and it describes every route."""

import json

import pytest

from tests.meilisearch.api import JSON
from tests.meilisearch.openapi import OTHER_SCHEMAS, SPEC, described, faults
from tests.meilisearch.routes import ROUTES
from tests.meilisearch.settings import DEFAULTS
from tests.meilisearch.settings import ROUTES as SETTING_ROUTES

WRONG_ACTIONS = {
    ("POST", "/swap-indexes"): "says search; the documentation: indexes.swap",
    (
        "POST",
        "/indexes/{indexUid}/documents/fetch",
    ): "says documents.delete; the documentation: documents.get",
    ("GET", "/indexes/{indexUid}/settings"): "says settings.update; the documentation: settings.get",
}


def _shown(path):
    return "/" + "/".join("movies" if part == "INDEX" else part for part in path)


def test_every_route_is_described_with_the_same_action():
    wrong = []
    for (method, path), (_, action) in ROUTES.items():
        for last in SETTING_ROUTES if path[-2:] == ("settings", "*") else [path[-1]]:
            where = described(_shown((*path[:-1], last)))
            operation = SPEC["paths"].get(where, {}).get(method.lower())
            if (method, where) in WRONG_ACTIONS or (method, where) in OTHER_SCHEMAS:
                continue
            if operation is None:
                if path[-2:] != ("settings", "*"):
                    wrong.append((method, where))
                continue
            actions = [one for scheme in operation.get("security", []) for one in scheme.get("Bearer", [])]
            if action != "-" and action not in actions:
                wrong.append((method, where, action, actions))
    assert not wrong


def test_every_setting_is_described():
    known = set(SPEC["components"]["schemas"]["Settings_Unchecked"]["properties"])
    assert set(DEFAULTS) <= known


def _requests(uid):
    """(method, path, body) of at least one request of each kind, in an order that makes sense."""
    path = f"/indexes/{uid}"
    yield from [
        ("GET", "/health", None),
        ("GET", "/version", None),
        ("POST", "/indexes", {"uid": uid, "primaryKey": "id"}),
        ("PATCH", path, {"primaryKey": "id"}),
        ("PATCH", f"{path}/settings", SETTINGS),
        ("POST", f"{path}/documents", DOCUMENTS),
        ("PUT", f"{path}/documents", [{"id": "a", "title": "Walking dogs"}]),
        ("POST", f"{path}/documents", [{"id": "not allowed!"}]),
        ("GET", "/indexes", None),
        ("GET", path, None),
        ("GET", f"{path}/settings", None),
        ("GET", f"{path}/stats", None),
        ("GET", "/stats", None),
        ("GET", f"{path}/documents?limit=1&fields=id", None),
        ("POST", f"{path}/documents/fetch", {"filter": "kind = walk", "ids": ["a"], "sort": ["price:asc"]}),
        ("GET", f"{path}/documents/a", None),
        ("GET", f"{path}/documents/b", None),
        ("POST", f"{path}/search", {"q": "dog", "facets": ["kind", "price"], "showRankingScore": True}),
        ("POST", f"{path}/search", {"q": "dog", "page": 1, "hitsPerPage": 1}),
        ("POST", f"{path}/search", {"sort": ["_geoPoint(51, -2):asc"], "limit": 0}),
        ("POST", f"{path}/search", {"filter": "price > 3 AND"}),
        ("POST", f"{path}/search", {"filter": "unknown = 3"}),
        ("POST", f"{path}/search", {"sort": ["kind:asc"]}),
        ("POST", f"{path}/search", {"facets": ["unknown"]}),
        ("POST", f"{path}/search", {"nonsense": 1}),
        ("POST", f"{path}/facet-search", {"facetName": "kind", "facetQuery": "w"}),
        ("POST", f"{path}/facet-search", {"facetName": "price"}),
        (
            "POST",
            "/multi-search",
            {"queries": [{"indexUid": uid, "q": "dog"}, {"indexUid": uid, "limit": 0}]},
        ),
        ("POST", "/multi-search", {"queries": [{"indexUid": uid, "filter": "="}]}),
        ("POST", "/indexes", {"uid": f"{uid}-other"}),
        ("POST", "/swap-indexes", [{"indexes": [uid, f"{uid}-other"]}]),
        ("POST", "/swap-indexes", [{"indexes": [uid, f"{uid}-other"]}]),
        ("POST", "/swap-indexes", [{"indexes": [uid, uid]}]),
        ("POST", f"{path}/documents/delete", {"filter": "kind = nothing"}),
        ("POST", f"{path}/documents/delete-batch", ["b"]),
        ("DELETE", f"{path}/documents/a", None),
        ("DELETE", f"{path}/documents", None),
        ("DELETE", f"{path}/settings", None),
        ("PATCH", f"{path}/settings", {"rankingRules": ["nonsense"]}),
        ("POST", "/tasks/cancel?uids=0", None),
        ("POST", "/tasks/cancel", None),
        ("GET", f"/tasks?indexUids={uid}&limit=50", None),
        ("GET", "/tasks/0", None),
        ("GET", "/tasks/123456789", None),
        ("DELETE", "/tasks?uids=0", None),
        ("GET", "/keys", None),
        ("GET", "/keys/nonsense", None),
        ("POST", "/keys", {"actions": ["search"]}),
        ("DELETE", path, None),
        ("GET", path, None),
    ]


SETTINGS = {
    "filterableAttributes": [
        "price",
        {"attributePatterns": ["kind"], "features": {"facetSearch": True, "filter": {"comparison": False}}},
    ],
    "sortableAttributes": ["price", "_geo"],
    "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness", "price:desc"],
    "synonyms": {"dog": ["hound"]},
}
DOCUMENTS = [{"id": "a", "title": "Dog walker", "kind": ["walk"], "price": 5, "_geo": {"lat": 51, "lng": -2}}]


def test_every_answer_has_the_described_shape(api, meilisearch_uid):
    wrong = []
    for method, path, body in _requests(meilisearch_uid):
        answer = api.send(method, path, body)
        content = answer.json() if answer.content else None
        wrong += [
            (method, path, answer.status_code, fault)
            for fault in faults(method, path.split("?")[0], answer.status_code, content)
        ]
        if answer.is_success and "taskUid" in (content or ()):
            task = api.wait(content)
            wrong += [(method, path, "task", fault) for fault in faults("GET", "/tasks/0", 200, task)]
    assert not wrong


@pytest.mark.parametrize("route", sorted(SETTING_ROUTES))
def test_every_setting_has_a_route_of_its_own(api, shops, route):
    value = api.call("GET", shops + "/settings")[SETTING_ROUTES[route]]
    assert api.call("GET", f"{shops}/settings/{route}") == value
    method = "PATCH" if route in ("typo-tolerance", "faceting", "pagination", "embedders") else "PUT"
    answer = api.send(method, f"{shops}/settings/{route}", content=json.dumps(value), headers=JSON)
    assert api.wait(answer.json())["status"] == "succeeded"
    assert api.call("GET", shops + "/settings")[SETTING_ROUTES[route]] == value
    api.do("DELETE", f"{shops}/settings/{route}")


def test_keys_are_answered_in_the_described_shape(api, meilisearch_uid):
    body = {"actions": ["search"], "indexes": [meilisearch_uid], "expiresAt": None, "name": "a test"}
    made = api.call("POST", "/keys", body)
    uid = made["uid"]
    assert faults("POST", "/keys", 201, made) == []
    assert faults("GET", "/keys/x", 200, api.call("GET", f"/keys/{uid}")) == []
    assert (
        faults("PATCH", "/keys/x", 200, api.call("PATCH", f"/keys/{uid}", {"description": "changed"})) == []
    )
    assert api.call("DELETE", f"/keys/{made['key']}") is None
    assert api.refused("GET", f"/keys/{uid}") == (404, "api_key_not_found")
