"""Providers are told before a check runs out, and when it has; once each."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts.schemas import Role
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import DB
from marketplace.listings import service as listings
from marketplace.listings.evidence.expiring.service import tell_of_expiring_checks
from marketplace.listings.organizations.service import create_organization
from marketplace.listings.schemas import Check
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import ACTOR, make_organization, make_personal_assistant, publish

NOON = datetime(2027, 3, 20, 12, tzinfo=UTC)
"""Eight days before the clocks change."""


def check(kind, days):
    on = NOON.date() + timedelta(days=days) if days is not None else None
    return Check(kind=kind, checked_on=NOON.date() - timedelta(days=400), expires_on=on)


async def listed(*checks, people=True):
    viewer = await viewer_of(await make_account(Role.PROVIDER))
    organization_id = await create_organization("Amina K.", viewer)
    if not people:
        await DB.run_ddl("DELETE FROM organization_member")
    with clock.stopped_at(NOON - timedelta(days=100)):
        return await publish(
            make_personal_assistant(
                organization=make_organization(id=organization_id), checks=checks, capacity=None
            )
        )


async def told_on(day):
    with clock.stopped_at(NOON + timedelta(days=day)):
        return await tell_of_expiring_checks()


async def subjects():
    return [row[0] for row in await DB.run_ddl("SELECT subject FROM letter ORDER BY queued_at, subject")]


async def test_each_is_told_before_and_after_once(db):
    await listed(check("insurance", 20))
    counts = {day: await told_on(day) for day in range(40)}
    assert [day for day, count in counts.items() if count] == [6, 21]
    assert await subjects() == ["A check of yours runs out soon", "A check of yours has run out"]


async def test_checks_of_an_organisation_are_told_in_one_letter(db):
    await listed(check("insurance", 3), check("dbs", 5))
    assert await told_on(0) == 2
    assert len(await subjects()) == 1


async def test_after_downtime_it_is_told_that_it_is_over(db):
    await listed(check("insurance", 3))
    assert await told_on(12) == 1
    assert await subjects() == ["A check of yours has run out"]


@pytest.mark.parametrize("checks", [(check("dbs", None),), (check("dbs", 200),), (check("dbs", -60),)])
async def test_what_is_far_away_or_long_ago_is_not_told(db, checks):
    await listed(*checks)
    assert await told_on(0) == 0


async def test_renewed_check_is_left_alone(db):
    await listed(
        check("dbs", 3), Check(kind="dbs", level="enhanced", checked_on=NOON.date() - timedelta(days=100))
    )
    assert await told_on(0) == 0


async def test_withdrawn_listings_and_those_without_people_are_left_alone(db):
    listing_id = await listed(check("dbs", 3))
    await listings.withdraw_listing(listing_id, actor=ACTOR)
    await listed(check("dbs", 3), people=False)
    assert await told_on(0) == 0


async def test_council_chooses_how_long_before(db):
    await councils.add_council("E06000054", actor=ACTOR)
    now = await councils.get_council_settings("E06000054")
    await councils.update_council_settings("E06000054", {"warn_days": 30}, now.version, actor=ACTOR)
    await listed(check("insurance", 29))
    assert await told_on(0) == 1


async def test_two_workers_tell_once(committed_db):
    await listed(check("insurance", 3))
    assert sorted(await asyncio.gather(told_on(0), told_on(0))) == [0, 1]
    assert len(await subjects()) == 1
