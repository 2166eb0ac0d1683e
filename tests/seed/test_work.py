"""What the demonstration gives its stewards to do."""

import pytest

from marketplace.accounts.schemas import Grant, Role, Viewer
from marketplace.councils import service as councils
from marketplace.listings.history import service as history
from marketplace.listings.reviewing import service as reviewing
from marketplace.stewards.queue.service import count_waiting
from seed.demo.accounts import load_people
from seed.demo.work import load_work, load_work_of_people
from seed.load import load_demonstration
from tests.factories.accounts import ACTOR, COUNCIL, make_account


async def viewer(role):
    account = await make_account(role)
    council = COUNCIL if role is Role.STEWARD else None
    return Viewer(
        account_id=account.id, name=account.name, grants=(Grant(role, council),), has_second_factor=True
    )


@pytest.fixture
async def people(db):
    await councils.add_council(COUNCIL, actor=ACTOR)
    return {"provider": await viewer(Role.PROVIDER), "steward": await viewer(Role.STEWARD)}


async def test_stewards_of_the_demonstration_have_something_of_everything_to_do(gazetteer, people):
    await load_demonstration(gazetteer, listings=60, council=COUNCIL)
    assert await load_work(gazetteer, council=COUNCIL, **people) == 5
    waiting = await count_waiting(people["steward"])
    assert (waiting.requests.waiting, waiting.checks, waiting.claims) == (3, 5, 1)
    assert waiting.requests.risky >= 2
    queue = await reviewing.list_queue(people["steward"])
    assert {item.is_new for item in queue.items} == {True, False}
    for item in queue.items:
        review = await reviewing.get_review(item.id, people["steward"], gazetteer)
        assert review.reading.problems == ()


async def test_a_listing_of_the_demonstration_has_an_earlier_version(gazetteer, people, db):
    await load_demonstration(gazetteer, listings=60, council=COUNCIL)
    await load_work(gazetteer, council=COUNCIL, **people)
    async with db.transaction() as current:
        (row,) = await current.connection.fetch("SELECT service FROM listing_version")
    assert (await history.list_versions(row["service"])).total == 1


async def test_council_with_few_listings_gets_no_work(gazetteer, people):
    assert await load_work(gazetteer, council=COUNCIL, **people) == 0
    assert (await count_waiting(people["steward"])).requests.waiting == 0


async def test_made_up_people_get_their_work_once(gazetteer, db):
    assert await load_work_of_people(gazetteer, COUNCIL) == 0
    await load_demonstration(gazetteer, listings=60, council=COUNCIL)
    await load_people(COUNCIL)
    assert await load_work_of_people(gazetteer, COUNCIL) == 5
    assert await load_work_of_people(gazetteer, COUNCIL) == 0
