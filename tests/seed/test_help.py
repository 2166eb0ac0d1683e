"""What the made-up people did before the demonstration begins: something of everything, for each role."""

import time

import pytest

from marketplace.accounts.service import find_account_by_address
from marketplace.home.service import get_home
from marketplace.kernel.database import connection
from seed.demo.accounts import load_people
from seed.demo.cast import viewer_of
from seed.demo.concerns import load_concerns
from seed.demo.helping import load_help
from seed.demo.sign_ins import made_up_people
from seed.demo.work import load_work_of_people
from seed.load import load_demonstration
from tests.factories.accounts import COUNCIL

STATES = {
    "conversation": {"sent", "read", "answered", "agreed", "not_taken_up"},
    "referral": {"draft", "open", "accepted", "started", "ended", "withdrawn"},
    "wanted_advert": {
        "writing", "submitted", "returned", "rejected", "published", "filled", "expired", "withdrawn",
    },
}  # fmt: skip


async def column(statement):
    async with connection() as raw:
        return {row[0] for row in await raw.fetch(statement)}


@pytest.fixture
async def filled(gazetteer, db):
    await load_demonstration(gazetteer, listings=150, council=COUNCIL)
    await load_people(COUNCIL)
    await load_work_of_people(gazetteer, COUNCIL)
    await load_concerns(COUNCIL)
    begun = time.process_time()
    counted = await load_help(gazetteer, COUNCIL)
    return counted, time.process_time() - begun


async def test_there_is_something_in_every_state(filled):
    for table, states in STATES.items():
        assert await column(f"SELECT status FROM {table}") == states, table
    assert await column("SELECT started_by FROM conversation") == {"person", "provider"}
    assert await column("SELECT answered_at IS NULL FROM feedback") == {True, False}
    assert await column("SELECT kind FROM options_pack") == {"easy_read", "large_print"}
    assert await column("SELECT count(*) FROM saved_listing") == {3}


async def test_each_role_has_something_to_do_and_the_commissioner_something_to_read(filled):
    counted, _seconds = filled
    assert counted > 300
    for person in made_up_people(COUNCIL):
        home = await get_home(await viewer_of(person.address))
        is_idle = person.address.startswith("other-steward")
        assert bool(home.lines) is not is_idle, person.address


async def test_it_takes_little_and_is_done_once(filled, gazetteer):
    _counted, seconds = filled
    assert seconds < 6
    assert await load_help(gazetteer, COUNCIL) == 0


async def test_without_people_or_listings_nothing_is_made(gazetteer, db):
    assert await load_help(gazetteer, COUNCIL) == 0
    await load_people(COUNCIL)
    assert await load_help(gazetteer, COUNCIL) == 0
    assert await find_account_by_address("mo.k@example.org") is None
