"""Fixtures to import into a conftest: a server to test against, and a name for an index of one's own."""

import json
import uuid
from urllib.request import Request, urlopen

import pytest

from tests.meilisearch.running import run_server

MASTER_KEY = "a-master-key-of-the-tests"


@pytest.fixture(scope="session")
def meilisearch():
    """The server of this session: the test server, or the real one that the environment names."""
    with run_server(MASTER_KEY) as server:
        yield server


@pytest.fixture
def controls(meilisearch):
    """The test server with its controls, turned back after the test. A real server has none."""
    if not meilisearch.has_controls:
        pytest.skip("a real Meilisearch cannot be made slow, stopped or told to fail")
    yield meilisearch
    meilisearch.delay_seconds = 0.0
    meilisearch.come_back()
    meilisearch.release_tasks()


@pytest.fixture
def meilisearch_uid(meilisearch):
    """A name that no index begins with; those that do afterwards are removed."""
    uid = f"test-{uuid.uuid4().hex[:12]}"
    yield uid
    remove_indexes(meilisearch, uid)


def remove_indexes(server, uid):
    """Remove every index whose name begins so."""
    for index in _call(server, "GET", "/indexes?limit=1000")["results"]:
        if index["uid"].startswith(uid):
            _call(server, "DELETE", f"/indexes/{index['uid']}")


def _call(server, method, path):
    headers = {"Authorization": f"Bearer {server.key}"} if server.key else {}
    with urlopen(Request(server.url + path, method=method, headers=headers)) as answer:
        return json.load(answer)
