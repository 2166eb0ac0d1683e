"""What the doctor says of jobs and letters, and having them tried again."""

from datetime import timedelta

import pytest

from marketplace.accounts.schemas import Role
from marketplace.cli.doctor_work import work_findings
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import add_council
from marketplace.jobs.service import enqueue
from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.kernel.settings import Settings
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from tests.factories.accounts import make_account

LETTER = Letter(kind="reset_password", subject="Choose a new password", parts=("Words.",))


@pytest.fixture
async def settings(db, tmp_path):
    """A site with a mail server, where somebody hears of worries about safety."""
    await make_account(Role.ADMINISTRATOR, NATIONAL, address="nadia@national.example")
    return Settings(data_dir=tmp_path, smtp_url="smtp://mail.example.org", mail_from="a@example.org")


async def wrong(settings):
    return [found.subject for found in await work_findings(settings, is_own=False) if found.is_wrong]


async def test_when_all_is_well_nothing_is_wrong(db, settings):
    assert await wrong(settings) == []


async def test_a_council_whose_only_administrator_stays_away_is_told(db, settings):
    await make_account(Role.ADMINISTRATOR, "E06000054")
    with clock.stopped_at(clock.now() + timedelta(days=731)):
        findings = await work_findings(settings, is_own=False)
    found = next(each for each in findings if each.subject == "administrators")
    assert "Wiltshire" in found.words
    assert not found.is_wrong


async def test_a_council_in_which_nobody_hears_of_a_worry_about_safety_is_told(db, settings):
    await add_council("E06000054", actor="test")
    findings = await work_findings(settings, is_own=False)
    found = next(each for each in findings if each.subject == "worries about safety")
    assert "Wiltshire" in found.words
    assert (found.is_note, found.is_wrong) == (True, False)


async def test_dead_jobs_are_told_by_kind(db, settings):
    await enqueue("greet", {})
    await DB.run_ddl("UPDATE pgqueuer SET status = 'failed'")
    findings = await work_findings(settings, is_own=False)
    assert "greet" in next(found.words for found in findings if found.subject == "dead jobs")
    assert await wrong(settings) == ["dead jobs"]


async def test_jobs_that_wait_where_nothing_runs_need_a_look_and_are_not_wrong(db, settings):
    await enqueue("greet", {})
    await DB.run_ddl("UPDATE pgqueuer SET execute_after = now() - interval '3 days'")
    found = next(each for each in await work_findings(settings, is_own=True) if each.subject == "jobs")
    assert (found.is_note, found.is_wrong) == (True, False)
    assert found.words.startswith("1 waits, the oldest for 3 days: start")


async def test_jobs_that_nobody_does_are_told(db, settings):
    await enqueue("greet", {})
    assert await wrong(settings) == []
    await DB.run_ddl("UPDATE pgqueuer SET execute_after = now() - interval '11 minutes'")
    assert await wrong(settings) == ["jobs"]


async def test_dead_letters_are_told_without_addresses(db, settings):
    await mail.queue_letter("ola@example.org", LETTER)
    await DB.run_ddl("UPDATE letter SET status = 'dead'")
    assert await wrong(settings) == ["letters"]
    assert "ola" not in str(await work_findings(settings, is_own=False))
    assert await mail.retry_dead_letters() == 1
    assert await wrong(settings) == []


async def test_letters_without_a_mail_server_are_told(db, settings, tmp_path):
    bare = Settings(data_dir=tmp_path)
    assert await wrong(bare) == []
    found = next(each for each in await work_findings(bare, is_own=False) if each.subject == "letters")
    assert found.is_note
    await mail.queue_letter("ola@example.org", LETTER)
    assert await wrong(bare) == ["letters"]
    assert await wrong(Settings(data_dir=tmp_path, demonstration=True)) == []
    no_sender = Settings(data_dir=tmp_path, smtp_url="smtp://mail.example.org")
    assert await wrong(no_sender) == ["letters"]


async def test_timed_work_that_fails_is_told(db, settings):
    await DB.run_ddl("INSERT INTO timed_trouble (name, problem) VALUES ('sweep', 'builtins.OSError')")
    assert await wrong(settings) == ["timed work"]
