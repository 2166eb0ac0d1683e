"""The commands that have to do with a search server, as an operator types them."""

import asyncio

import asyncpg
import pytest

from search.factory import look_at_server
from search.server import SearchServer
from tests.cli.conftest import assert_plain_sentence, run
from tests.meilisearch.fixtures import meilisearch, meilisearch_uid  # noqa: F401 - fixtures

LISTINGS = 12
NOBODY = "http://me:hush@127.0.0.1:9"


@pytest.fixture
def server(meilisearch, meilisearch_uid):  # noqa: F811 - fixtures
    return {"MEILISEARCH_URL": meilisearch.url, "MEILISEARCH_INDEX": meilisearch_uid}


@pytest.fixture(scope="module")
def seeded(postgres, fresh_dir):
    """A database with listings, and a data directory with the embedded index."""

    async def create():
        connection = await asyncpg.connect(postgres.url())
        await connection.execute("CREATE DATABASE searched")
        await connection.close()

    asyncio.run(create())
    given = {"DATABASE_URL": postgres.url("searched"), "MARKETPLACE_DATA_DIR": str(fresh_dir())}
    done = run("seed", "--listings", LISTINGS, **given)
    assert (done.returncode, done.stderr) == (0, "")
    return given


def made_keys(server, master):
    done = run("search-keys", **server, MEILI_MASTER_KEY=master)
    assert (done.returncode, done.stderr) == (0, "")
    assert master not in done.stdout
    return [line.split()[-1] for line in done.stdout.splitlines()[1:]]


def may(server, key):
    there = SearchServer(url=server["MEILISEARCH_URL"], key=key, index=server["MEILISEARCH_INDEX"])
    report = asyncio.run(look_at_server(there))
    return report.may_search, report.may_write, report.may_manage_keys


def test_two_keys_are_made_with_the_least_rights(server, meilisearch):  # noqa: F811
    search, write = made_keys(server, meilisearch.key)
    assert may(server, search) == (True, False, False)
    assert may(server, write) == (True, True, False)
    assert may(server | {"MEILISEARCH_INDEX": "of-somebody-else"}, search) == (False, False, False)


def test_without_a_master_key_or_a_server_no_keys_are_made(server):
    assert_plain_sentence(run("search-keys", **server), "MEILI_MASTER_KEY")
    assert_plain_sentence(run("search-keys", MEILI_MASTER_KEY="x" * 16), "MEILISEARCH_URL")
    assert_plain_sentence(run("search-keys", **server, MEILI_MASTER_KEY="x" * 16), "No keys were made")
    done = run("search-keys", MEILISEARCH_URL=NOBODY, MEILI_MASTER_KEY="x" * 16)
    assert_plain_sentence(done, "cannot be reached")
    assert "hush" not in done.stderr


def test_reindex_makes_the_indexes_anew_or_one_of_them(seeded, server, meilisearch):  # noqa: F811
    _search, write = made_keys(server, meilisearch.key)
    both = seeded | server | {"MEILISEARCH_API_KEY": write}
    done = run("reindex", **both)
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("embedded", "meilisearch"):
        assert f"The {name} search index is new; it holds {LISTINGS} listings and pools." in done.stdout
    done = run("reindex", "--engine", "meilisearch", **both)
    assert (done.returncode, done.stderr) == (0, "")
    assert "embedded" not in done.stdout
    said = run("doctor", **both).stdout
    assert f"ok     meilisearch index: {LISTINGS} listings and pools, in step with the database" in said
    assert "ok     search server: Meilisearch" in said
    assert write not in said
    assert run("reindex", "--engine", "embedded", **seeded).returncode == 0


def test_reindex_says_which_engines_there_are(seeded, server):
    assert_plain_sentence(
        run("reindex", "--engine", "meilisearch", **seeded), "only embedded", "MEILISEARCH_URL"
    )
    done = run("reindex", "--engine", "elastic", **seeded, **server)
    assert_plain_sentence(done, "'elastic'", "embedded and meilisearch")


def test_reindex_says_it_when_the_server_is_away(seeded):
    away = seeded | {"MEILISEARCH_URL": NOBODY}
    done = run("reindex", **away)
    assert_plain_sentence(done, "The meilisearch search index was not made anew", "cannot be reached")
    assert "The embedded search index is new" in done.stdout
    found = run("doctor", **away)
    assert found.returncode == 1
    assert "WRONG  search server: " in found.stdout
    assert "ok     embedded index: " in found.stdout
    assert "hush" not in done.stderr + found.stdout + found.stderr
