"""What cannot be done is said in one plain sentence on standard error, with an exit code that is not 0."""

import os
import resource
import subprocess
import sys

import pytest

from tests.cli.conftest import COMMAND, ROOT, assert_plain_sentence, environment, free_port, run

NOWHERE = "postgresql://me:hush@127.0.0.1:1/nowhere"
USE_A_DATABASE = [
    ("demo",),
    ("serve",),
    ("worker",),
    ("migrate",),
    ("seed",),
    ("reindex",),
    ("import", "listings", "README.md"),
]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("demo", "--listings", "-5"), ("--listings", "-5")),
        (("demo", "--listings", "0"), ("--listings",)),
        (("demo", "--listings", "many"), ("--listings", "many")),
        (("demo", "--listings", "9" * 400), ("--listings",)),
        (("demo", "--port", "70000"), ("--port", "65,535")),
        (("demo", "--council", "E99999999"), ("E99999999", "council")),
        (("demo", "--council", "'; DROP TABLE"), ("council",)),
        (("demo", "--nonsense"), ("--nonsense",)),
        (("nonsense",), ("nonsense",)),
        (("import", "listings"), ("FILE",)),
    ],
)
def test_what_was_typed_wrong_is_said(fresh_dir, arguments, words):
    assert_plain_sentence(run(*arguments, MARKETPLACE_DATA_DIR=str(fresh_dir())), *words)


@pytest.mark.parametrize("arguments", USE_A_DATABASE, ids=" ".join)
def test_a_database_that_cannot_be_reached_is_said_without_its_password(fresh_dir, arguments):
    done = run(*arguments, DATABASE_URL=NOWHERE, MARKETPLACE_DATA_DIR=str(fresh_dir()))
    assert_plain_sentence(done, "cannot be reached", "127.0.0.1:1")
    assert "hush" not in done.stderr + done.stdout


def test_a_setting_that_cannot_be_used_is_said_with_its_name():
    assert_plain_sentence(run("serve", MARKETPLACE_WORKERS="lots"), "MARKETPLACE_WORKERS")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_geocoder_that_cannot_be_used_is_said_before_anything_starts(fresh_dir, command):
    done = run(command, MARKETPLACE_GEOCODER="nominatim", MARKETPLACE_DATA_DIR=str(fresh_dir()))
    assert_plain_sentence(done, "MARKETPLACE_GEOCODER_USER_AGENT")


def test_the_doctor_lists_the_geocoder(fresh_dir):
    data_dir = str(fresh_dir())
    assert "ok     geocoder: none is set" in run("doctor", MARKETPLACE_DATA_DIR=data_dir).stdout
    done = run("doctor", MARKETPLACE_DATA_DIR=data_dir, MARKETPLACE_GEOCODER="cartographer")
    assert "WRONG  geocoder: MARKETPLACE_GEOCODER: geopy has no geocoder called cartographer." in done.stdout
    away = {"MARKETPLACE_GEOCODER": "photon", "MARKETPLACE_GEOCODER_DOMAIN": "http://127.0.0.1:1"}
    done = run("doctor", MARKETPLACE_DATA_DIR=data_dir, **away)
    assert "WRONG  geocoder: photon: it refuses or cannot be reached" in done.stdout
    assert "MARKETPLACE_GEOCODER " in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs a directory that even root may not write to")
def test_a_directory_that_cannot_be_written_to_is_said():
    assert_plain_sentence(run("demo", "--data-dir", "/sys/hereabouts"), "/sys/hereabouts")


def test_a_file_in_the_place_of_the_directory_is_said(open_tmp):
    path = open_tmp / "not-a-directory"
    path.write_text("")
    assert_plain_sentence(run("demo", "--data-dir", path), str(path))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another account")
def test_root_is_told_when_the_directory_is_closed_to_the_account_of_the_database(open_tmp):
    closed = open_tmp / "closed-to-others"
    closed.mkdir(mode=0o700)
    assert_plain_sentence(run("demo", "--data-dir", closed / "data"), "may not enter", "--data-dir")


@pytest.mark.parametrize("megabytes", [0.2, 6])
def test_a_disk_that_takes_no_more_is_said(fresh_dir, megabytes):
    """A limit on the size of files stands in for a full disk: errors come at the same places."""
    limit = int(megabytes * 1_000_000)
    done = subprocess.run(
        [*COMMAND, "demo", "--data-dir", str(fresh_dir()), "--listings", "2000"],
        cwd=ROOT,
        env=environment(MARKETPLACE_PORT=str(free_port())),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert_plain_sentence(done)


def test_serving_a_database_that_is_not_up_to_date_is_refused(postgres, fresh_dir):
    done = run("serve", DATABASE_URL=postgres.url("postgres"), MARKETPLACE_DATA_DIR=str(fresh_dir()))
    assert_plain_sentence(done, "migrate")


def test_made_up_listings_are_not_mixed_with_real_ones(demo_dir, fresh_dir):
    done = run("seed", "--data-dir", demo_dir, "--listings", 7)
    assert done.returncode == 0
    assert "they are kept as they are" in done.stdout
