"""Anyone reports a listing without an account; who must know is told at once, and nobody else ever is."""

import re
from uuid import uuid4

import pytest

from marketplace.audit import service as audit
from marketplace.concerns import service
from marketplace.concerns.handling import service as handling
from marketplace.kernel.database import connection
from marketplace.kernel.errors import InvalidError, NotFoundError, TooManyError
from marketplace.listings.service import withdraw_listing
from tests.concerns.conftest import CONTACT, WILTSHIRE, letters, report
from tests.factories.listings import create, make_activity, make_personal_assistant, publish, suspend

SECRET = "he-takes-her-money"


def token_in(letter):
    """The link to the concern in the letter to the contact."""
    return re.search(r"/concerns/([\w-]{43})", str(letter["parts"]))[1]


async def test_a_safeguarding_concern_is_written_about_to_the_contact_at_once(listing):
    await report(listing, "safeguarding", words=SECRET)
    (letter,) = await letters("concern_for_council")
    assert letter["recipient"] == CONTACT
    found = await service.find_by_link(token_in(letter))
    assert found.words == SECRET


async def test_stewards_are_written_to_about_safety_too(listing, steward):
    await report(listing, "safeguarding")
    assert {each["recipient"] for each in await letters()} == {CONTACT, "stella@council.example"}


async def test_without_a_contact_the_administrators_are_written_to_at_once(db):
    from marketplace.accounts.schemas import Role
    from marketplace.councils.service import add_council
    from tests.factories.accounts import make_account

    await add_council(WILTSHIRE, actor="test")
    await make_account(Role.ADMINISTRATOR, WILTSHIRE, address="adam@council.example")
    await report(await publish(make_personal_assistant()), "safeguarding")
    assert [each["recipient"] for each in await letters()] == ["adam@council.example"]


async def test_a_place_without_contact_or_staff_is_told_to_the_national_contact(db):
    from marketplace.councils.schemas import NATIONAL, SafeguardingContact
    from marketplace.councils.service import add_council, update_council_settings

    await add_council(NATIONAL, actor="test")
    await add_council(WILTSHIRE, actor="test")
    contact = SafeguardingContact(name="National team", phone="0300 456 0111", email="all@national.example")
    await update_council_settings(NATIONAL, {"safeguarding": contact}, 1, actor="test")
    await report(await publish(make_personal_assistant()), "safeguarding", words=SECRET)
    letter = (await letters("concern_for_council"))[-1]
    assert letter["recipient"] == "all@national.example"
    assert (await service.find_by_link(token_in(letter))).words == SECRET
    assert await service.list_deaf_councils() == (WILTSHIRE,)


async def test_without_any_contact_administrators_of_other_councils_are_told_with_a_link(db):
    from marketplace.accounts.schemas import Role
    from marketplace.councils.schemas import NATIONAL
    from marketplace.councils.service import add_council
    from tests.factories.accounts import make_account

    await add_council("E06000066", actor="test")
    await make_account(Role.ADMINISTRATOR, "E06000066", address="sam@somerset.example")
    await report(await publish(make_personal_assistant()), "safeguarding", words=SECRET)
    (letter,) = await letters()
    assert letter["recipient"] == "sam@somerset.example"
    assert (await service.find_by_link(token_in(letter))).words == SECRET
    assert await service.list_deaf_councils() == (NATIONAL,)


async def test_the_provider_is_never_told_of_a_concern_about_safety(listing, owner):
    await report(listing, "safeguarding")
    assert owner.address not in {each["recipient"] for each in await letters()}


async def test_what_was_written_is_in_no_letter_and_in_no_entry_of_the_audit_trail(listing, owner, steward):
    for kind in ("safeguarding", "wrong", "other", "closed"):
        await report(listing, kind, words=SECRET, name="Nosy Neighbour", contact="nosy@example.org")
    async with connection() as raw:
        for table in ("letter", "audit_entry", "audit_detail", "link"):
            for row in await raw.fetch(f"SELECT {table}::text AS text FROM {table}"):
                assert SECRET not in row["text"]
                assert "Nosy" not in row["text"]


async def test_the_provider_is_asked_to_look_when_a_page_may_be_out_of_date(listing, owner):
    await report(listing, "wrong", words=SECRET, contact="nosy@example.org")
    (letter,) = await letters("concern_told")
    assert letter["recipient"] == owner.address
    assert "nosy" not in str(letter["parts"])


@pytest.mark.parametrize("kind", ["other", "safeguarding"])
async def test_of_other_concerns_the_provider_hears_nothing_by_itself(listing, owner, kind):
    await report(listing, kind)
    assert await letters("concern_told") == []


async def test_while_somebody_worries_about_safety_the_provider_hears_nothing_at_all(listing, owner):
    await report(listing, "safeguarding")
    await report(listing, "wrong")
    assert await letters("concern_told") == []


async def test_the_provider_is_asked_once_a_day_however_many_report(listing, owner):
    for _number in range(3):
        await report(listing, "closed")
    assert len(await letters("concern_told")) == 1


async def test_who_leaves_an_address_gets_an_answer(listing):
    await report(listing, contact="Robin@Example.org")
    (letter,) = await letters("concern_received")
    assert letter["recipient"].lower() == "robin@example.org"


@pytest.mark.parametrize("contact", ["", "01225 700000", "robin@example.org\nBcc: all@example.org", "a@b"])
async def test_nothing_is_sent_to_what_is_no_address(listing, contact):
    await report(listing, contact=contact)
    assert await letters("concern_received") == []


async def test_nobody_can_flood_an_address_with_our_answers(listing):
    for number in range(9):
        await report(listing, contact="victim@example.org", host=f"192.0.2.{number}")
    assert len(await letters("concern_received")) <= 5


async def test_one_client_cannot_report_without_end(listing):
    for _number in range(10):
        await report(listing, host="198.51.100.7")
    with pytest.raises(TooManyError):
        await report(listing, host="198.51.100.7")
    await report(listing, host="198.51.100.8")


async def test_a_concern_goes_to_the_national_team_where_the_council_is_not_in_the_system(db):
    from marketplace.listings.schemas import Venue
    from tests.factories.listings import LEEDS, point_of

    latitude, longitude = point_of(LEEDS)
    venue = Venue(address="1 The Row", town="Leeds", postcode=LEEDS, latitude=latitude, longitude=longitude)
    concern_id = await report(await publish(make_activity(venue=venue)))
    (entry,) = await audit.list_history("concern", concern_id)
    assert entry.council == "national"


async def test_the_address_of_the_client_is_kept_nowhere(listing):
    await report(listing, "safeguarding", host="203.0.113.77")
    async with connection() as raw:
        tables = await raw.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            rows = await raw.fetch(f'SELECT t::text AS text FROM "{table}" t')
            assert not any("203.0.113.77" in row["text"] for row in rows)


@pytest.mark.parametrize("words", ["", "x", "y" * 5_001])
async def test_nothing_or_far_too_much_is_not_taken(listing, words):
    with pytest.raises(InvalidError):
        await report(listing, words=words)


async def test_that_something_has_closed_needs_no_words(listing):
    await report(listing, "closed", words="")


async def test_a_listing_that_is_not_there_or_never_was_public_cannot_be_reported(listing):
    draft = await create(make_activity())
    gone = await publish(make_activity())
    await withdraw_listing(gone, actor="test")
    for listing_id in (uuid4(), draft, gone):
        with pytest.raises(NotFoundError):
            await report(listing_id, "safeguarding")


async def test_a_listing_that_went_out_of_sight_while_one_wrote_is_reported_all_the_same(listing):
    await suspend(listing)
    assert await report(listing, "safeguarding")


async def test_looking_at_a_link_opens_nothing_and_pressing_its_button_does(listing, steward):
    concern_id = await report(listing, "safeguarding")
    token = token_in((await letters("concern_for_council"))[0])
    assert (await service.find_by_link(token)).opened_at is None
    await service.open_by_link(token)
    assert (await service.find_by_link(token)).opened_at is not None
    actions = [(entry.action, entry.actor) for entry in await audit.list_history("concern", concern_id)]
    assert actions == [("report", "visitor"), ("open", "safeguarding contact")]


async def test_opening_twice_is_recorded_once(listing, steward):
    concern_id = await report(listing, "safeguarding")
    token = token_in((await letters("concern_for_council"))[0])
    await service.open_by_link(token)
    await service.open_by_link(token)
    await handling.get_concern(concern_id, steward)
    entries = await audit.list_history("concern", concern_id)
    assert [entry.action for entry in entries].count("open") == 1


@pytest.mark.parametrize("token", ["", "x" * 43, "../../etc", "%00"])
async def test_a_forged_link_opens_nothing(listing, token):
    await report(listing, "safeguarding")
    with pytest.raises(NotFoundError):
        await service.open_by_link(token)
