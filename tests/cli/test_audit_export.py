"""The command that writes the audit trail to a file."""

import asyncio
import csv
import stat

import pytest

from tests.cli.conftest import assert_plain_sentence, run
from tests.conftest import _clone, _run


@pytest.fixture(scope="module")
def database(postgres, database_template):
    """A migrated database of its own, as DATABASE_URL."""
    url = asyncio.run(_clone(postgres, database_template, "audit_export"))
    yield {"DATABASE_URL": url}
    asyncio.run(_run(postgres, "DROP DATABASE audit_export WITH (FORCE)"))


def test_what_was_done_is_written_once_and_for_its_owner_only(database, tmp_path):
    target = tmp_path / "done.csv"
    first = run("audit-export", target, **database)
    assert first.returncode == 0, first.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = run("audit-export", target, **database)
    assert_plain_sentence(again, "is there already")
    second = run("audit-export", tmp_path / "more.csv", **database)
    assert second.returncode == 0
    with (tmp_path / "more.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "audit-export" in {row["actor"] for row in csv.DictReader(file)}


def test_a_council_or_folder_that_is_not_there_is_said_in_a_sentence(database, tmp_path):
    assert_plain_sentence(run("audit-export", tmp_path / "a.csv", "--council", "E99", **database), "E99")
    assert_plain_sentence(run("audit-export", tmp_path / "no" / "a.csv", **database), "cannot be written")
