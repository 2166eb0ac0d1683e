from uuid import uuid4

import asyncpg
import pytest

from marketplace.audit import service
from marketplace.kernel.database import connection, transaction


async def test_what_was_done_is_found_with_before_and_after(db):
    record_id = uuid4()
    await service.record(
        "publish", "listing", record_id, "seed", {"status": "draft"}, {"status": "published"}
    )
    (entry,) = await service.list_history("listing", record_id)
    assert (entry.action, entry.actor) == ("publish", "seed")
    assert (entry.before, entry.after) == ({"status": "draft"}, {"status": "published"})


async def test_history_is_in_the_order_things_happened(db):
    record_id = uuid4()
    for action in ("create", "publish", "withdraw"):
        await service.record(action, "listing", record_id, "someone")
    assert [entry.action for entry in await service.list_history("listing", record_id)] == [
        "create",
        "publish",
        "withdraw",
    ]


async def test_many_records_get_an_entry_each(db):
    ids = {uuid4(): {"title": str(number)} for number in range(500)}
    assert await service.record_many("import", "listing", "a council", ids) == 500
    some = next(iter(ids))
    (entry,) = await service.list_history("listing", some)
    assert entry.after == ids[some]


async def test_an_action_on_no_single_record_is_found_as_the_last(db):
    assert await service.find_last("database", "load_demonstration") is None
    await service.record("load_demonstration", "database", None, "demo", after={"listings": 5})
    await service.record("load_demonstration", "database", None, "demo", after={"listings": 7})
    last = await service.find_last("database", "load_demonstration")
    assert last.after == {"listings": 7}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
async def test_rows_are_never_changed_or_removed(db, statement):
    await service.record("publish", "listing", uuid4(), "someone")
    async with connection() as raw:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="only ever added"):
            async with raw.transaction():
                await raw.execute(statement)


async def test_an_entry_goes_away_with_the_work_that_failed(committed_db):
    record_id = uuid4()

    async def publish_and_fail():
        async with transaction():
            await service.record("publish", "listing", record_id, "someone")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await publish_and_fail()
    assert await service.list_history("listing", record_id) == []
