"""What the made-up people did before the demonstration begins: something of everything, for each role."""

import time
from datetime import timedelta

import pytest

from marketplace.accounts.service import find_account_by_address
from marketplace.councils.service import get_council_settings
from marketplace.finder.keeping.service import find_hits
from marketplace.gaps.unmet.publishing.service import publish_months
from marketplace.gaps.words.service import find_words
from marketplace.home.service import get_home
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.listings.indexing.service import index_schema, keep_in_step
from marketplace.listings.schemas import ListingKind
from marketplace.listings.service import list_cards
from marketplace.wanted import service as wanted
from marketplace.wanted.alerts.service import send_alerts
from marketplace.wanted.matching.service import list_adverts_for
from marketplace.wanted.searches.service import list_searches
from search.factory import open_engine
from seed.demo.accounts import load_people
from seed.demo.cast import viewer_of
from seed.demo.concerns import load_concerns
from seed.demo.helping import load_help
from seed.demo.sign_ins import made_up_people
from seed.demo.wanting import _TRIPS
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


async def fill(gazetteer, council):
    await load_demonstration(gazetteer, listings=150, council=council)
    await load_people(council)
    await load_work_of_people(gazetteer, council)
    await load_concerns(council)
    begun = time.process_time()
    counted = await load_help(gazetteer, council)
    await publish_months(gazetteer)
    return counted, time.process_time() - begun


@pytest.fixture
async def filled(gazetteer, db):
    return await fill(gazetteer, COUNCIL)


async def test_there_is_something_in_every_state(filled):
    for table, states in STATES.items():
        assert await column(f"SELECT status FROM {table}") == states, table
    assert await column("SELECT started_by FROM conversation") == {"person", "provider"}
    assert await column("SELECT answered_at IS NULL FROM feedback") == {True, False}
    assert await column("SELECT kind FROM options_pack") == {"easy_read", "large_print"}
    assert await column("SELECT count(*) FROM saved_listing") == {3}
    assert await column("SELECT count(*) FROM saved_search") == {1}


@pytest.mark.parametrize(
    "council", [COUNCIL, "E09000012", "E06000047"], ids=["Wiltshire", "Hackney", "County Durham"]
)
async def test_each_role_has_something_to_do_and_the_commissioner_something_to_read(gazetteer, db, council):
    counted, _seconds = await fill(gazetteer, council)
    assert counted > (300 if council == COUNCIL else 0)
    for person in made_up_people(council):
        home = await get_home(await viewer_of(person.address))
        is_idle = person.address.startswith("other-steward")
        assert bool(home.lines) is not is_idle, person.address


async def test_the_provider_is_a_checked_assistant_whom_an_advert_suits_and_can_answer_it(filled):
    provider = await viewer_of("provider@demonstration.example")
    cards = (await list_cards([each.listing_id for each in await wanted.list_seers(provider)])).values()
    (card,) = [each for each in cards if each.kind is ListingKind.PERSONAL_ASSISTANT]
    assert await column("SELECT count(*) FROM service WHERE NOT is_demonstration") == {0}
    settings = await get_council_settings(COUNCIL)
    assert {check.kind for check in card.checks} == set(settings.required_checks["personal_assistant"])
    suits = {each.advert_id for each in (await list_adverts_for(provider)).items}
    (waiting,) = [
        each
        for each in (await wanted.list_shown(provider)).items
        if each.id in suits and not each.is_answered and each.wish.words == _TRIPS.words
    ]
    assert await wanted.answer(waiting.id, "I am free on Tuesdays. Shall we go to the park?", provider)


async def test_a_saved_search_of_the_person_has_found_what_it_finds(filled, gazetteer, tmp_path):
    person = await viewer_of("person@demonstration.example")
    (search,) = (await list_searches(person)).items
    told = "SELECT item FROM alert_told WHERE kind = 'search'"
    (listing_id,) = await column(told)
    assert search.new == 1
    engine = open_engine(tmp_path / "index", writer=True)
    await engine.ensure(index_schema())
    await keep_in_step(engine)
    assert listing_id in await find_hits(search.query, gazetteer, engine)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        await send_alerts(lambda query: find_hits(query, gazetteer, engine))
    assert await column(told) == {listing_id}, "nothing else is new the day after"
    await engine.aclose()


async def test_it_takes_little_and_is_done_once(filled, gazetteer):
    _counted, seconds = filled
    assert seconds < 6
    assert await load_help(gazetteer, COUNCIL) == 0
    words = await find_words(COUNCIL)
    assert words.published
    assert words.version == 1


async def test_without_people_or_listings_nothing_is_made(gazetteer, db):
    assert await load_help(gazetteer, COUNCIL) == 0
    await load_people(COUNCIL)
    assert await load_help(gazetteer, COUNCIL) == 0
    assert await find_account_by_address("mo.k@example.org") is None
