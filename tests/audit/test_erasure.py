"""Erasing a person leaves the fact of each change and nothing of the person; nothing else gets through."""

from uuid import uuid4

import asyncpg
import pytest

from marketplace.audit import service
from marketplace.audit.schemas import EntryFilter
from marketplace.kernel.database import connection

ONLY_ADDED = "only ever added"


async def _say(subject, record_id=None, name="Amina"):
    record_id = record_id or uuid4()
    await service.record("update", "listing", record_id, "x", {"name": name}, {"name": "A."}, subject=subject)
    return record_id


async def test_what_changed_goes_and_that_it_changed_stays(db):
    subject = uuid4()
    record_id = await _say(subject)
    assert await service.erase_subject(subject, actor="erasure") == 1
    (entry,) = await service.list_history("listing", record_id)
    assert (entry.action, entry.actor, entry.before, entry.after) == ("update", "x", None, None)
    assert entry.is_erased
    assert entry.subject is None


async def test_nothing_of_the_person_is_left_in_any_table(db):
    subject = uuid4()
    await _say(subject, name="Zuleikha-whom-nobody-knows")
    await service.erase_subject(subject, actor="erasure")
    async with connection() as raw:
        for table in ("audit_entry", "audit_detail"):
            rows = await raw.fetch(f"SELECT {table}::text AS row FROM {table}")
            assert not any("Zuleikha" in row["row"] for row in rows)


async def test_that_somebody_was_erased_is_itself_recorded(db):
    subject = uuid4()
    await service.erase_subject(subject, actor="someone")
    (entry,) = await service.list_history("subject", subject)
    assert (entry.action, entry.actor) == ("erase", "someone")


async def test_what_is_said_of_others_stays(db):
    gone, stays = uuid4(), uuid4()
    await _say(gone)
    kept, nobodys = await _say(stays), await _say(None)
    await service.erase_subject(gone, actor="erasure")
    for record_id in (kept, nobodys):
        (entry,) = await service.list_history("listing", record_id)
        assert entry.before == {"name": "Amina"}
        assert not entry.is_erased


async def test_an_entry_that_never_said_what_changed_is_not_called_erased(db):
    record_id = uuid4()
    await service.record("confirm", "listing", record_id, "x")
    (entry,) = await service.list_history("listing", record_id)
    assert not entry.is_erased


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_detail SET after = NULL",
        "UPDATE audit_detail SET subject = NULL",
        "DELETE FROM audit_detail",
        "DELETE FROM audit_detail WHERE subject IS NULL",
        "TRUNCATE audit_detail",
        "SELECT set_config('hereabouts.erasing', '1', true); DELETE FROM audit_detail",
        "SELECT set_config('hereabouts.erasing', '', true); DELETE FROM audit_detail",
    ],
)
async def test_details_are_never_changed_or_removed_in_another_way(db, statement):
    await _say(uuid4())
    await _say(None)
    async with connection() as raw:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=ONLY_ADDED):
            async with raw.transaction():
                await raw.execute(statement)


async def test_an_erasure_does_not_open_the_door_to_anything_else(db):
    gone, stays = uuid4(), uuid4()
    await _say(gone)
    await _say(stays)
    await service.erase_subject(gone, actor="erasure")
    async with connection() as raw:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=ONLY_ADDED):
            async with raw.transaction():
                await raw.execute("DELETE FROM audit_detail")


async def test_the_record_of_one_erasure_does_not_do_for_another_subject(db):
    gone, stays = uuid4(), uuid4()
    await _say(stays)
    await service.erase_subject(gone, actor="erasure")
    async with connection() as raw:
        fact = await raw.fetchval("SELECT max(id) FROM audit_entry WHERE action = 'erase'")
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=ONLY_ADDED):
            await _erase_by_hand(raw, fact, stays)


async def _erase_by_hand(raw, fact, subject):
    async with raw.transaction():
        await raw.execute("SELECT set_config('hereabouts.erasing', $1, true)", str(fact))
        await raw.execute("DELETE FROM audit_detail WHERE subject = $1", subject)


async def test_a_role_that_may_only_add_can_record_and_erase_and_do_nothing_else(committed_db):
    role = f"site_{uuid4().hex[:8]}"
    subject = uuid4()
    async with connection() as raw:
        await raw.execute(f"CREATE ROLE {role}")
        try:
            await raw.execute(f"GRANT SELECT, INSERT ON audit_entry, audit_detail TO {role}")
            await raw.execute(f"GRANT USAGE ON SEQUENCE audit_entry_id_seq TO {role}")
            await raw.execute(
                f"GRANT EXECUTE ON FUNCTION audit_erase_subject(uuid, text, timestamptz) TO {role}"
            )
            await raw.execute(f"SET ROLE {role}")
            await raw.execute(
                "WITH f AS (INSERT INTO audit_entry (actor, action, record_type, is_detailed) "
                "VALUES ('a', 'b', 'c', true) RETURNING id) "
                "INSERT INTO audit_detail (entry, subject, after) SELECT id, $1, '{\"name\": 1}' FROM f",
                subject,
            )
            for statement in (
                "DELETE FROM audit_detail",
                "UPDATE audit_entry SET actor = ''",
                "TRUNCATE audit_detail",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await raw.execute(statement)
            assert await raw.fetchval("SELECT audit_erase_subject($1, 'x', now())", subject) == 1
        finally:
            await raw.execute("RESET ROLE")
            await raw.execute(f"DROP OWNED BY {role}")
            await raw.execute(f"DROP ROLE {role}")


async def test_many_entries_are_erased_with_their_subjects(db):
    subject = uuid4()
    ids = {uuid4(): {"title": str(number)} for number in range(50)}
    some = next(iter(ids))
    await service.record_many("import", "listing", "x", ids, subjects=dict.fromkeys(ids, subject))
    assert await service.erase_subject(subject, actor="erasure") == 50
    (entry,) = await service.list_history("listing", some)
    assert entry.is_erased


async def test_each_of_many_entries_has_its_own_detail(db):
    ids = {uuid4(): {"number": number} for number in range(300)}
    await service.record_many("import", "listing", "numbers", ids, councils=dict.fromkeys(ids, "E06000054"))
    found = [
        entry
        async for batch in service.stream_entries(EntryFilter(actor="numbers"), at_once=37)
        for entry in batch
    ]
    assert {entry.record_id: entry.after for entry in found} == ids
    assert {entry.council for entry in found} == {"E06000054"}


async def test_a_person_gets_what_they_did_and_what_changed_about_them_and_nothing_of_others(db):
    me, other = uuid4(), uuid4()
    await service.record("rename", "account", me, str(me), {"name": "A"}, {"name": "B"}, subject=me)
    await service.record("grant_role", "account", me, str(other), after={"role": "steward"}, subject=me)
    await service.record("update", "listing", uuid4(), str(me), after={"title": "Of another"}, subject=other)
    await service.record("update", "listing", uuid4(), str(other), after={"title": "Not mine"}, subject=other)
    found = await service.AuditHolder().export(me)
    assert [(each["action"], each["by_you"], each["after"]) for each in found] == [
        ("rename", True, {"name": "B"}),
        ("grant_role", False, {"role": "steward"}),
        ("update", True, None),
    ]
