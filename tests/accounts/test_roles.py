"""Roles, and what other rooms ask about accounts."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts import service
from marketplace.accounts.schemas import ANONYMOUS, Grant, Role
from marketplace.audit.tables import AuditEntry
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from tests.factories.accounts import make_account, open_session_of, viewer_of

WILTSHIRE, DEVON = "E06000054", "E10000008"


def test_visitor_is_nobody():
    assert not ANONYMOUS.is_signed_in
    assert not ANONYMOUS.has(Role.PERSON)
    assert not ANONYMOUS.may(Role.STEWARD, None)
    with pytest.raises(ValueError, match="no actor"):
        _ = ANONYMOUS.actor


async def test_roles_are_for_the_council_they_were_granted_for(db):
    account = await make_account(Role.STEWARD, DEVON)
    await service.grant_role(account.id, Role.STEWARD, WILTSHIRE, actor="test")
    await service.grant_role(account.id, Role.ADMINISTRATOR, DEVON, actor="test")
    viewer = await viewer_of(await service.find_account(account.id))
    assert viewer.councils(Role.STEWARD) == (WILTSHIRE, DEVON)
    assert viewer.councils(Role.ADMINISTRATOR) == (DEVON,)
    assert not viewer.may(Role.ADMINISTRATOR, WILTSHIRE)
    assert not viewer.may(Role.STEWARD, "E08000035")
    assert not viewer.has(Role.PRACTITIONER)


@pytest.mark.parametrize(
    ("role", "council"),
    [(Role.STEWARD, None), (Role.STEWARD, ""), (Role.PERSON, WILTSHIRE), (Role.PROVIDER, WILTSHIRE)],
)
async def test_staff_role_needs_a_council_and_no_other_has_one(db, role, council):
    account = await make_account()
    with pytest.raises(ValueError, match="council"):
        await service.grant_role(account.id, role, council, actor="test")
    with pytest.raises(ValueError, match="council"):
        await service.add_account(
            "x@example.org", "X", password=None, grants=[Grant(role, council)], actor="t"
        )
    assert await service.find_account_by_address("x@example.org") is None


async def test_role_is_granted_to_an_account_that_is_there(db):
    with pytest.raises(NotFoundError):
        await service.grant_role(uuid4(), Role.PROVIDER, None, actor="test")


async def test_role_that_is_no_staff_role_leaves_sessions_alone(db):
    account = await make_account()
    opened = await open_session_of(account)
    assert await service.grant_role(account.id, Role.PROVIDER, None, actor="test")
    assert not await service.grant_role(account.id, Role.PROVIDER, None, actor="test")
    assert (await service.find_viewer(opened.token)).has(Role.PROVIDER)


async def test_role_that_was_not_there_is_not_ended(db):
    account = await make_account(Role.STEWARD, DEVON)
    assert not await service.end_role(account.id, Role.STEWARD, WILTSHIRE, actor="test")
    assert await service.end_role(account.id, Role.STEWARD, DEVON, actor="test")
    assert (await service.find_account(account.id)).grants == ()
    actions = [row["action"] for row in await AuditEntry.select().where(AuditEntry.record_id == account.id)]
    assert actions.count("end_role") == 1


async def test_staff_of_a_council_are_listed_by_name_a_page_at_a_time(db):
    names = ["Zoe", "amir", "Beth"]
    for name in names:
        await make_account(Role.STEWARD, DEVON, name=name)
    await make_account(Role.STEWARD, WILTSHIRE, name="Carl")
    first = await service.list_staff(DEVON, per_page=2)
    second = await service.list_staff(DEVON, 2, per_page=2)
    assert [each.name for each in (*first.items, *second.items)] == ["amir", "Beth", "Zoe"]
    assert (first.total, first.pages) == (3, 2)
    assert len(await service.list_with_role(Role.STEWARD, DEVON)) == 3
    assert await service.list_with_role(Role.PERSON, None) == []


async def test_names_and_last_visits_are_known_of_those_who_are_there(db):
    account, gone = await make_account(name="Sam"), uuid4()
    names = await service.list_names([account.id, gone])
    assert names == {account.id: "Sam", gone: "someone whose account was deleted"}
    assert await service.last_signed_in([account.id, gone]) == {}
    now = clock.now()
    with clock.stopped_at(now):
        opened = await open_session_of(account)
    later = now + timedelta(days=2)
    with clock.stopped_at(later):
        await service.find_viewer(opened.token)
    assert await service.last_signed_in([account.id, gone]) == {account.id: later}
    assert await service.find_address(gone) is None
    await service.sign_out_everywhere(account.id)
    assert await service.last_signed_in([account.id]) == {account.id: later}
