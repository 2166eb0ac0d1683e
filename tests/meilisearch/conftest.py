"""A server and clients for the checks of the test server."""

import pytest

from tests.meilisearch.api import Api
from tests.meilisearch.fixtures import controls, meilisearch, meilisearch_uid

__all__ = ["controls", "meilisearch", "meilisearch_uid"]


@pytest.fixture
def api(meilisearch):
    """A client with the master key."""
    client = Api(meilisearch.url, meilisearch.key)
    yield client
    client.close()


@pytest.fixture
def api_with(meilisearch):
    """Makes clients with other keys."""
    clients = []

    def make(key):
        clients.append(Api(meilisearch.url, key))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def shops(api, meilisearch_uid):
    """Path of an index of four shops."""
    path = f"/indexes/{meilisearch_uid}"
    api.do("POST", "/indexes", {"uid": meilisearch_uid, "primaryKey": "id"})
    settings = {
        "searchableAttributes": ["name", "sells"],
        "filterableAttributes": ["id", "name", "sells", "open", "price", "note", "_geo", "owner"],
        "sortableAttributes": ["price", "name", "_geo"],
    }
    api.do("PATCH", f"{path}/settings", settings)
    api.do("POST", f"{path}/documents", SHOPS)
    return path


SHOPS = [
    {"id": 1, "name": "Baker", "sells": ["Bread", "cake"], "open": True, "price": 3, "note": None,
     "_geo": {"lat": 51.35, "lng": -1.99}, "owner": {"name": "Ann", "age": 40}},
    {"id": 2, "name": "Grocer", "sells": ["apples", "bread"], "open": False, "price": 10.5, "note": "",
     "_geo": {"lat": 51.37, "lng": -2.13}},
    {"id": 3, "name": "Café", "sells": [], "price": 7, "note": "Tea & more", "owner": {"name": "Bo"}},
    {"id": 4, "name": "Library", "sells": ["nothing at all"], "open": True,
     "_geo": {"lat": 51.5, "lng": 179.9}},
]  # fmt: skip
