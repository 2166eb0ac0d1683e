"""Entries of the first version, in which facts and details were one row, are carried over whole."""

import contextlib
import io
from uuid import uuid4

import pytest
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from marketplace.audit import service
from marketplace.kernel.database import DB, connection, transaction

LAST_OF_OLD = "2026-11-22T00:40:00:000000"
ADD = """
    INSERT INTO audit_entry (at, actor, action, record_type, record_id, before, after)
    VALUES (now(), 'seed', $1, $2, $3, $4, $5)
"""


async def _forwards(to="all"):
    with contextlib.redirect_stdout(io.StringIO()):
        async with transaction():
            await BaseMigrationManager().create_migration_table()
            result = await ForwardsMigrationManager(app_name="audit", migration_id=to).run()
    assert result.success, result.message


@pytest.fixture
async def old_entries(committed_db):
    """A database of the first version, with a listing and an organisation; the ids of both."""
    await DB.run_ddl("DROP SCHEMA public CASCADE")
    await DB.run_ddl("CREATE SCHEMA public")
    await _forwards(LAST_OF_OLD)
    listing, organization = uuid4(), uuid4()
    async with connection() as raw:
        await raw.execute(ADD, "create", "listing", listing, None, {"title": "Gardening"})
        await raw.execute(ADD, "confirm", "listing", listing, None, None)
        await raw.execute(ADD, "update", "organization", organization, {"name": "A"}, {"name": "B"})
        await raw.execute(ADD, "set", "direct_payment_support", listing, None, {"council": "E06000054"})
    return listing, organization


async def test_what_was_recorded_is_still_there_in_its_order(old_entries):
    listing, organization = old_entries
    await _forwards()
    first, second = await service.list_history("listing", listing)
    assert (first.action, first.before, first.after) == ("create", None, {"title": "Gardening"})
    assert (second.action, second.after, second.is_erased) == ("confirm", None, False)
    (renamed,) = await service.list_history("organization", organization)
    assert (renamed.before, renamed.after) == ({"name": "A"}, {"name": "B"})


async def test_what_was_recorded_of_a_listing_or_an_organisation_goes_with_it(old_entries):
    listing, organization = old_entries
    await _forwards()
    assert await service.erase_subject(organization, actor="erasure") == 1
    assert await service.erase_subject(listing, actor="erasure") == 1
    (support,) = await service.list_history("direct_payment_support", listing)
    assert support.after == {"council": "E06000054"}


async def test_new_entries_go_on_behind_the_old(old_entries):
    listing, _organization = old_entries
    await _forwards()
    await service.record("publish", "listing", listing, "someone", after={"status": "published"})
    assert [entry.action for entry in await service.list_history("listing", listing)][-1] == "publish"
