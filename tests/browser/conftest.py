"""Chromium on the real application: a process of its own, on a database and index of the small made-up site.

Playwright's loop and pytest-asyncio's must not run at once, so the browser lives only as long as the tests
of this folder, and none of them is async. Under xdist, `--dist loadfile` keeps them together.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.sync_api import sync_playwright

from marketplace.kernel.database import DB, open_pool
from tests.conftest import ROOT, _clone, _run
from tests.web.conftest import fill

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
START_SECONDS = 30
PATIENCE_MILLISECONDS = 8000


@pytest.fixture(scope="package")
def chromium_path():
    """Where Chromium is. Without it a test is skipped by name; in CI it fails."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"Chromium is missing at {CHROMIUM}; set CHROMIUM to where it is.")
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    return CHROMIUM


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def filled(chromium_path, postgres, database_template, gazetteer, data_dir, open_tmp):
    """A database address and a data directory with everything in it.

    Made anew when tests of another package come in between, as they do where tests are shared out.
    """
    name = f"browser_{os.urandom(6).hex()}"
    url = await _clone(postgres, database_template, name)
    folder = open_tmp / name
    folder.mkdir()
    for pack in data_dir.glob("places*"):
        (folder / pack.name).symlink_to(pack)
    kept_pool, kept_config = DB.pool, DB.config
    DB.pool = None
    try:
        DB.point_at(url)
        async with open_pool(max_size=4):
            await fill(gazetteer, folder / "index")
    finally:
        DB.pool, DB.config = kept_pool, kept_config
    yield url, folder
    shutil.rmtree(folder, ignore_errors=True)
    await _run(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="package")
def address(filled):
    """Start the application on a free port; the address where it answers."""
    url, folder = filled
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": url,
        "MARKETPLACE_DATA_DIR": str(folder),
        "MARKETPLACE_PORT": str(port),
        "MARKETPLACE_WORKERS": "1",
        "MARKETPLACE_DEMONSTRATION": "yes",
        "MARKETPLACE_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "marketplace", "serve"]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield _wait_for(process, f"http://127.0.0.1:{port}", folder / "serve.log")
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait_for(process, url, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return url
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The application did not start:\n{log.read_text()}")


@pytest.fixture(scope="package")
def chromium(address, chromium_path):
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, address):
    """Open a page: `open_page("/search", width=320)`. What its scripts or policy complain of is a failure."""
    contexts, complaints = [], []

    def open_(path, *, width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def listen(page, complaints):
    """Add what the scripts or the policy of a page complain of, now and later."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: _note(complaints, message))


def _note(complaints, message):
    """A status of 400 or 404 is what some pages are about; everything else is a complaint."""
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(message.text)


@pytest.fixture(scope="package")
def states(address, chromium):
    """Every page in every state, by name."""
    page = chromium.new_page(base_url=address)
    page.goto("/search?near=Melksham")
    listing = page.locator(".app-card h2 a").first.get_attribute("href", timeout=PATIENCE_MILLISECONDS)
    page.close()
    return {
        "home": "/",
        "about": "/about",
        "help": "/help",
        "accessibility": "/accessibility",
        "privacy": "/privacy",
        "api": "/api",
        "results": "/search?near=Melksham",
        "results without a place": "/search",
        "filtered": "/search?near=Melksham&kind=personal_assistant&free=1&day=mon",
        "more filters": "/search?near=Melksham&more=1",
        "last page": "/search?near=Melksham&page=3",
        "map": "/search?near=Melksham&view=map",
        "nothing found": "/search?near=Melksham&kind=co_operative&day=sun&price_max=100",
        "understood": "/search?q=PA+for+cooking+in+Melksham",
        "one of several places": "/search?q=cooking+Newport",
        "doubtful place": "/search?q=cooking+bath",
        "which place": "/search?near=Mere",
        "unknown place": "/search?near=BA12+9ZZ&q=help",
        "bad address": "/search?within=9999&unheard=of&price_max_pounds=lots",
        "listing": listing,
        "not found": "/nowhere",
    }


STATE_NAMES = [
    "home", "about", "help", "accessibility", "privacy", "api", "results", "results without a place",
    "filtered", "more filters", "last page", "map", "nothing found", "understood", "one of several places",
    "doubtful place", "which place", "unknown place", "bad address", "listing", "not found",
]  # fmt: skip


def pytest_generate_tests(metafunc):
    """Run a test with an argument `state` in every state."""
    if "state" in metafunc.fixturenames:
        metafunc.parametrize("state", STATE_NAMES)
