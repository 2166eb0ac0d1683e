"""Commands on a database that DATABASE_URL names, as where a council runs its own PostgreSQL."""

import asyncio
import csv
import subprocess
import sys
import time

import asyncpg
import pytest

from tests.cli.conftest import ROOT, environment, run

LISTINGS = 12
WITHDRAW = """
import asyncio, sys
from uuid import UUID
from marketplace.kernel.database import DB, open_pool
from marketplace.listings.service import withdraw_listing
async def withdraw():
    async with open_pool():
        await withdraw_listing(UUID(sys.argv[1]), actor="test")
asyncio.run(withdraw())
"""
ROW = {
    "Provider": "Upper Deverills Social Club",
    "Kind of support": "Community activity",
    "Title": "Tuesday tea and dominoes",
    "Summary": "A friendly afternoon of tea, dominoes and a chat in the village hall.",
    "Support types": "Befriending",
    "Areas covered": "Wiltshire",
}


@pytest.fixture(scope="module")
def external(postgres, fresh_dir):
    """A database with a name and a data directory of its own: what goes into the environment."""

    async def create():
        connection = await asyncpg.connect(postgres.url())
        await connection.execute("CREATE DATABASE external")
        await connection.close()

    asyncio.run(create())
    return {"DATABASE_URL": postgres.url("external"), "MARKETPLACE_DATA_DIR": str(fresh_dir())}


@pytest.fixture(scope="module")
def migrated(external):
    done = run("migrate", **external)
    assert (done.returncode, done.stderr) == (0, "")
    assert "applied audit" in done.stdout
    return external


@pytest.fixture(scope="module")
def seeded(migrated):
    done = run("seed", "--listings", LISTINGS, **migrated)
    assert (done.returncode, done.stderr) == (0, "")
    return migrated


def wait_until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_migrating_again_finds_nothing_to_do(migrated):
    assert "0 migrations were applied" in run("migrate", **migrated).stdout


def test_seeding_again_keeps_what_is_there(seeded):
    done = run("seed", "--listings", LISTINGS + 5, **seeded)
    assert done.returncode == 0
    assert f"holds {LISTINGS} made-up listings" in done.stdout


def test_the_doctor_says_that_no_worker_runs(seeded):
    done = run("doctor", **seeded)
    assert done.returncode == 1
    assert "WRONG  worker: it does not run" in done.stdout


def test_the_doctor_shows_no_password(seeded):
    with_password = seeded["DATABASE_URL"].replace("hereabouts@", "hereabouts:hush@")
    done = run("doctor", **(seeded | {"DATABASE_URL": with_password}))
    assert "hush" not in done.stdout + done.stderr
    assert "postgresql://hereabouts:***@/external" in done.stdout


def test_the_doctor_says_what_has_not_been_migrated(postgres, fresh_dir):
    done = run("doctor", DATABASE_URL=postgres.url(), MARKETPLACE_DATA_DIR=str(fresh_dir()))
    assert done.returncode == 1
    assert "run `marketplace migrate`" in done.stdout


def test_the_doctor_starts_nothing_where_nothing_is(fresh_dir):
    folder = fresh_dir()
    done = run("doctor", "--data-dir", folder)
    assert done.returncode == 1
    assert not (folder / "postgres").exists()


def test_a_change_is_found_as_soon_as_the_worker_has_seen_it(start, seeded):
    site = start("serve", **seeded, MARKETPLACE_WORKERS="1")
    site.wait_for("Serving http")
    worker = start("worker", **seeded)
    account = ("--role", "administrator", "--council", "national", "--address", "nadia@national.example")
    assert run("create-account", *account, **seeded).returncode == 0
    hits = site.get("/api/search").json()["hits"]
    command = [sys.executable, "-c", WITHDRAW, hits[0]["id"]]
    wait_until(lambda: run("doctor", **seeded).returncode == 0)
    subprocess.run(command, cwd=ROOT, env=environment(**seeded), check=True)
    wait_until(lambda: site.get("/api/search").json()["total"] == LISTINGS - 1)
    assert worker.stop() == (0, [])
    assert site.stop() == (0, [])


def test_a_spreadsheet_goes_in_whole_or_not_at_all(seeded, tmp_path):
    path = tmp_path / "ours.csv"
    made = run("import", "listings", "--template", path)
    assert (made.returncode, made.stderr) == (0, "")
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file))
    assert set(ROW) <= set(headings)

    def write(*rows):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings)
            writer.writeheader()
            writer.writerows(rows)

    write(ROW, ROW | {"Title": "Bingo", "Support types": "Moon landings"})
    wrong = run("import", "listings", path, **seeded)
    assert wrong.returncode == 1
    assert "3 Support types" in wrong.stdout
    assert "Moon landings" in wrong.stdout
    assert wrong.stderr.strip() == "Nothing was imported: 1 thing has to be put right first."

    write(ROW)
    tried = run("import", "listings", path, "--dry-run", **seeded)
    assert (tried.returncode, tried.stderr) == (0, "")
    assert "Dry run: 1 listing would go in." in tried.stdout
    done = run("import", "listings", path, **seeded)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Imported: 1 listing." in done.stdout
    again = run("import", "listings", path, **seeded)
    assert (again.returncode, again.stderr) == (0, "")
    assert "row 2: already listed as" in again.stdout
    assert "Imported: 0 listings." in again.stdout
    assert "1 row was passed over" in again.stdout


def test_a_template_does_not_write_over_a_file(tmp_path):
    path = tmp_path / "ours.xlsx"
    path.write_text("mine")
    assert run("import", "listings", "--template", path).returncode == 1
    assert path.read_text() == "mine"


def test_real_listings_are_not_mixed_with_made_up_ones(postgres, fresh_dir, tmp_path):
    folder = fresh_dir()
    path = tmp_path / "ours.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerow(ROW)
    for command in (("migrate",), ("import", "listings", path)):
        done = run(*command, "--data-dir", folder)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
    found = run("doctor", "--data-dir", folder)
    assert "1 public of 1, of which 0 are made up" in found.stdout
    assert "1 listing or pool, in step with the database" in found.stdout
    refused = run("demo", "--data-dir", folder)
    assert refused.returncode == 1
    assert "holds listings of its own" in refused.stderr


def is_well(folder):
    """The doctor finds a worker, and nothing wrong but that letters have no mail server to go to."""
    found = run("doctor", "--data-dir", folder).stdout
    wrong = [line for line in found.splitlines() if line.startswith("  WRONG")]
    return "worker: it runs" in found and all("no mail server is set" in line for line in wrong)


def test_one_command_serves_with_the_embedded_database_and_a_worker(start, demo_dir):
    site = start("serve", "--with-worker", "--data-dir", demo_dir, MARKETPLACE_WORKERS="2")
    site.wait_for("Serving http")
    wait_until(lambda: is_well(demo_dir))
    assert site.get("/api/search").status_code == 200
    assert site.stop() == (0, [])
