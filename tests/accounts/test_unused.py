"""Accounts that nobody uses are deleted, after two letters whose days are always given."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accounts import service
from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.accounts.tables import Account
from marketplace.accounts.unused import rules
from marketplace.accounts.unused import service as unused
from marketplace.accounts.unused.rules import Step
from marketplace.accounts.unused.schemas import Counts, Notice, Warned
from marketplace.accounts.unused.tables import UnusedAccount
from marketplace.audit.tables import AuditEntry
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.listings import service as listings
from marketplace.listings.freshness.service import ACTOR
from marketplace.listings.organizations.leaving.service import last_said_right
from marketplace.mail.schemas import LetterFate, LetterStatus
from marketplace.mail.tables import StoredLetter
from tests.accounts.letters import letters_to
from tests.factories.accounts import PASSWORD, make_account, viewer_of
from tests.factories.listings import make_activity, make_organization, publish
from tests.factories.providers import make_organization_of

DAY = timedelta(days=1)
KEPT = timedelta(days=730)
ADDRESS = "sam@example.org"
START = clock.now()


async def run(at):
    """One run on a day; letters of before have left, those of now leave at once."""
    with clock.stopped_at(at):
        counts = await unused.end_unused(DATA_HOLDERS.all, last_said_right)
        await send(at)
    return counts


async def send(at):
    values = {StoredLetter.status: "sent", StoredLetter.ended_at: at}
    await StoredLetter.update(values).where(StoredLetter.status == "waiting")


async def kinds():
    return [kind for kind, _paths in await letters_to(ADDRESS)]


@pytest.fixture
async def account(db):
    return await make_account(Role.PERSON, address=ADDRESS)


async def test_an_account_in_use_is_left_alone(db, account):
    assert await run(START + KEPT - 32 * DAY) == Counts()
    assert await kinds() == []


async def test_an_account_that_nobody_uses_is_warned_twice_and_then_deleted(db, account):
    steps = {}
    for day in range(690, 740):
        counts = await run(START + day * DAY)
        if counts != Counts():
            steps[day] = (counts.warned, counts.deleted)
    assert steps == {700: (1, 0), 723: (1, 0), 730: (0, 1)}
    assert not await Account.exists()
    (row,) = await StoredLetter.select().where(StoredLetter.recipient == ADDRESS)
    assert row["kind"] == "account_deleted"
    assert "we wrote to you twice" in str(row["parts"])
    rows = await AuditEntry.select().where(AuditEntry.record_id == account.id)
    assert [row["action"] for row in rows if row["actor"] == "retention"].count("warn_unused") == 2
    assert "delete" in {row["action"] for row in rows if row["actor"] == "retention"}
    assert ADDRESS not in str(rows)


async def test_letters_name_the_day_and_one_thing_to_do(db, account):
    await run(START + 700 * DAY)
    (row,) = await StoredLetter.select()
    day = (START + KEPT).astimezone(clock.LONDON)
    text = str(row["parts"])
    assert f"sign in before {day.day} {day:%B %Y}" in text
    assert [part["url"] for part in row["parts"] if "url" in part] == ["/sign-in"]
    assert row["subject"] == "Sign in to keep your account"


async def test_after_downtime_the_warnings_come_first_and_all_their_days_are_given(db, account):
    late = START + 1000 * DAY
    steps = {}
    for day in range(60):
        counts = await run(late + day * DAY)
        if counts != Counts():
            steps[day] = (counts.warned, counts.deleted)
    assert steps == {0: (1, 0), 23: (1, 0), 30: (0, 1)}


async def test_downtime_between_the_letters_gives_the_days_of_the_last(db, account):
    await run(START + 700 * DAY)
    assert await run(START + 900 * DAY) == Counts(warned=1)
    assert await run(START + 906 * DAY) == Counts()
    assert await run(START + 907 * DAY) == Counts(deleted=1)


async def test_a_letter_that_waits_for_a_server_warns_nobody(db, account):
    at = START + 700 * DAY
    with clock.stopped_at(at):
        await unused.end_unused(DATA_HOLDERS.all, last_said_right)
    for day in (23, 40):
        with clock.stopped_at(at + day * DAY):
            assert await unused.end_unused(DATA_HOLDERS.all, last_said_right) == Counts()
    await send(at + 40 * DAY)
    assert await run(at + 62 * DAY) == Counts()
    assert await run(at + 63 * DAY) == Counts(warned=1)
    assert await run(at + 69 * DAY) == Counts()
    assert await run(at + 70 * DAY) == Counts(deleted=1)


async def test_a_letter_that_no_server_took_is_written_again_and_an_address_that_takes_none_is_no_shield(
    db, account
):
    at, steps = START + 700 * DAY, []
    for day in range(120):
        with clock.stopped_at(at + day * DAY):
            counts = await unused.end_unused(DATA_HOLDERS.all, last_said_right)
            values = {StoredLetter.status: "dead", StoredLetter.ended_at: at + day * DAY}
            await StoredLetter.update(values).where(StoredLetter.status == "waiting")
        if counts != Counts():
            steps.append((day, counts.warned, counts.deleted))
    assert steps == [
        (0, 1, 0), (1, 1, 0), (2, 1, 0), (3, 1, 0),
        (26, 1, 0), (27, 1, 0), (28, 1, 0), (29, 1, 0), (36, 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [701, 724, 729])
async def test_who_signs_in_after_a_letter_keeps_the_account_and_has_all_the_time_again(db, account, day):
    for before in (700, 723):
        if before < day:
            await run(START + before * DAY)
    with clock.stopped_at(START + day * DAY):
        await service.open_session(account.id, second_factor=False)
    assert await run(START + 731 * DAY) == Counts()
    assert not await UnusedAccount.exists()
    assert await run(START + (day + 699) * DAY) == Counts()
    assert await run(START + (day + 700) * DAY) == Counts(warned=1)


async def test_a_longer_time_of_the_nation_ends_the_warning(db, account):
    await councils.add_council(NATIONAL, actor="test")
    await run(START + 700 * DAY)
    await councils.update_council_settings(NATIONAL, {"accounts_kept_days": 1000}, 1, actor="test")
    assert await run(START + 731 * DAY) == Counts()
    assert not await UnusedAccount.exists()
    assert await run(START + 970 * DAY) == Counts(warned=1)


async def test_who_looks_after_a_listing_that_is_confirmed_uses_the_account(db):
    viewer = await make_provider_at(ADDRESS)
    organization_id = await make_organization_of(viewer)
    listing_id = await publish(make_activity(organization=make_organization(id=organization_id)))
    with clock.stopped_at(START + 600 * DAY):
        await listings.confirm_listing(listing_id, actor=ACTOR)
    assert await run(START + 1200 * DAY) == Counts()
    assert await run(START + 1300 * DAY) == Counts(warned=1)
    with clock.stopped_at(START + 1310 * DAY):
        await listings.confirm_listing(listing_id, actor=ACTOR)
    assert await run(START + 1400 * DAY) == Counts()
    assert await Account.exists()


async def make_provider_at(address):
    return await viewer_of(await make_account(Role.PROVIDER, address=address))


async def test_the_only_administrator_of_a_council_is_told_to_the_operator_and_stays(db):
    account = await make_account(Role.ADMINISTRATOR, address=ADDRESS)
    for day in (700, 800, 900):
        assert await run(START + day * DAY) == Counts()
    with clock.stopped_at(START + 800 * DAY):
        assert await unused.list_lone_councils() == ["E06000054"]
    assert await unused.list_lone_councils() == []
    await make_account(Role.ADMINISTRATOR, "E10000008")
    with clock.stopped_at(START + 799 * DAY):
        colleague = await make_account(Role.ADMINISTRATOR)
    assert await run(START + 800 * DAY) == Counts(warned=1)
    await service.end_role(colleague.id, Role.ADMINISTRATOR, "E06000054", actor="test")
    assert await run(START + 900 * DAY) == Counts()
    assert await service.find_account(account.id) is not None


async def test_of_two_administrators_who_stay_away_one_stays(db):
    for _ in range(2):
        await make_account(Role.ADMINISTRATOR)
    for day in (700, 723):
        assert await run(START + day * DAY) == Counts(warned=2)
    assert await run(START + 730 * DAY) == Counts(deleted=1)
    assert await run(START + 731 * DAY) == Counts()
    assert await Account.count() == 1


async def test_a_council_sees_in_its_trail_that_a_role_ended(db):
    account = await make_account(Role.STEWARD)
    for day in (700, 723, 730):
        await run(START + day * DAY)
    rows = await AuditEntry.select().where(AuditEntry.record_id == account.id)
    assert [row["council"] for row in rows if row["action"] == "end_role"] == ["E06000054"]


async def test_the_longest_away_come_first_when_there_are_very_many(db, monkeypatch):
    monkeypatch.setattr(unused, "MOST_A_DAY", 2)
    monkeypatch.setattr(unused, "_AT_ONCE", 1)
    made = []
    for day in (2, 0, 1):
        with clock.stopped_at(START + day * DAY):
            made.append(await make_account())
    assert await run(START + 710 * DAY) == Counts(warned=2)
    rows = await UnusedAccount.select(UnusedAccount.account)
    assert {row["account"] for row in rows} == {made[1].id, made[2].id}


async def test_one_account_that_fails_keeps_no_other_and_is_tried_again(db, monkeypatch):
    broken, sound = await make_account(address="bad@example.org"), await make_account(address=ADDRESS)
    write = unused.queue_letter

    async def fail(to, letter, **values):
        if to == "bad@example.org":
            raise RuntimeError
        return await write(to, letter, **values)

    monkeypatch.setattr(unused, "queue_letter", fail)
    with pytest.raises(RuntimeError):
        await run(START + 700 * DAY)
    rows = await UnusedAccount.select(UnusedAccount.account)
    assert [row["account"] for row in rows] == [sound.id]
    monkeypatch.undo()
    assert await run(START + 701 * DAY) == Counts(warned=1)
    assert {row["account"] for row in await UnusedAccount.select()} == {broken.id, sound.id}


async def due(address=ADDRESS):
    """An account that is to be deleted now: made long ago, and warned as the days say."""
    with clock.stopped_at(START - 800 * DAY):
        account = await make_account(Role.PERSON, address=address, password=PASSWORD)
    await run(START - 40 * DAY)
    assert await run(START - 17 * DAY) == Counts(warned=1)
    return account


async def test_who_signs_in_at_the_moment_of_deleting_is_in_or_out_and_never_half(committed_db):
    """Whichever comes first: the account stays with its session, or it is gone and nobody is signed in."""
    ends = set()
    for number in range(8):
        address = f"sam{number}@example.org"
        account = await due(address)

        async def sign_in(address=address, wait=number * 0.004):
            await asyncio.sleep(wait)
            return await service.sign_in(address, PASSWORD)

        opened, _counts = await asyncio.gather(
            sign_in(), unused.end_unused(DATA_HOLDERS.all, last_said_right)
        )
        stays = await service.find_account(account.id) is not None
        ends.add(stays)
        if opened is None:
            assert not stays
        else:
            assert stays
            assert (await service.find_viewer(opened.token)).account_id == account.id
            assert "account_deleted" not in [kind for kind, _ in await letters_to(address)]
            await service.delete_account(account.id, (), actor="test")
    assert ends


async def test_a_sign_in_between_the_look_and_the_deleting_keeps_all(committed_db, monkeypatch):
    """The last moment at which one can: rooms let go after it, and then hold the account to the end."""
    account = await due()
    opened = []

    class Slow:
        name = "slow"

        async def erase(self, _account_id):
            opened.append(await asyncio.create_task(elsewhere(account.id)))

    async def elsewhere(account_id):
        # A task of its own, and a connection of its own.
        from marketplace.kernel.database import DB

        DB.current_transaction.set(None)
        return await service.open_session(account_id, second_factor=False)

    counts = await unused.end_unused((Slow(), *DATA_HOLDERS.all), last_said_right)
    assert counts == Counts()
    assert await service.find_viewer(opened[0].token) is not ANONYMOUS
    assert await kinds() == ["account_unused", "account_unused"]
    assert await unused.end_unused(DATA_HOLDERS.all, last_said_right) == Counts()
    assert not await UnusedAccount.exists()


async def test_two_workers_do_each_step_once(committed_db):
    with clock.stopped_at(START - 800 * DAY):
        for number in range(5):
            await make_account(address=f"sam{number}@example.org")
    for at, warned, deleted in ((-40, 5, 0), (-17, 5, 0), (0, 0, 5)):
        with clock.stopped_at(START + at * DAY):
            runs = [unused.end_unused(DATA_HOLDERS.all, last_said_right) for _ in range(2)]
            counts = await asyncio.gather(*runs)
            await send(clock.now())
        assert sum(each.warned for each in counts) == warned
        assert sum(each.deleted for each in counts) == deleted
    assert not await Account.exists()
    async with connection() as raw:
        kept = await raw.fetch("SELECT kind, count(*) AS n FROM letter GROUP BY kind")
    assert {row["kind"]: row["n"] for row in kept} == {"account_deleted": 5}


@given(
    looks=st.lists(st.integers(0, 60), min_size=1, max_size=40),
    late=st.integers(-30, 400),
    away=st.integers(0, 5),
)
def test_whenever_one_looks_nobody_is_deleted_before_both_letters_had_their_days(looks, late, away):
    """Any gaps between runs, and letters that take days to leave."""
    used_on = clock.today()
    today, due_on = used_on + KEPT + late * DAY, used_on + KEPT
    notice = fate = ended_on = None
    left = {}
    for gap in looks:
        today += gap * DAY
        if notice is not None and fate.status is LetterStatus.WAITING and today >= left[notice.warned]:
            ended_on = left[notice.warned]
            fate = LetterFate(status=LetterStatus.SENT, ended_at=None)
        step = rules.next_step(notice, fate, ended_on, due_on, today) if notice else Step.WARN_FIRST
        if step is Step.DELETE:
            assert today >= max(due_on, notice.delete_on)
            assert today >= left[Warned.FIRST] + 30 * DAY
            assert today >= left[Warned.LAST] + 7 * DAY
            break
        if step is not None:
            day = rules.delete_on(step.letter, max(due_on, notice.delete_on) if notice else due_on, today)
            notice = Notice(account_id=uuid4(), warned=step.letter, delete_on=day, letter_id=uuid4())
            fate, ended_on = LetterFate(status=LetterStatus.WAITING, ended_at=None), None
            left[step.letter] = today + away * DAY
