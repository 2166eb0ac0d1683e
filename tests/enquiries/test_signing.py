"""Letters about messages are sent in the name of the council that looks after the listing."""

from datetime import timedelta

import pytest

from marketplace.councils.service import add_council
from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndReason, Side
from marketplace.enquiries.waiting import service as waiting
from marketplace.kernel import clock
from marketplace.listings.schemas import ServiceArea
from tests.factories.accounts import COUNCIL
from tests.factories.enquiries import make_offer, make_talk
from tests.factories.listings import LEEDS, make_organization, make_personal_assistant, publish


async def signed(letters):
    return {letter["kind"]: letter["council_code"] for letter in await letters()}


@pytest.mark.parametrize("code", [COUNCIL, "national"])
async def test_each_letter_names_who_looks_after_it(db, letters, code):
    if code == COUNCIL:
        await add_council(COUNCIL, actor="test")
    talk = await make_talk()
    await talk.reply(Side.PROVIDER)
    await talk.reply(Side.PERSON)
    await service.end(talk.id, EndReason.HOURS, await talk.version(), talk.offer.viewer)
    await make_talk()
    for days in (4, 8, 29):
        with clock.stopped_at(clock.now() + timedelta(days=days)):
            await waiting.take_steps()
    kinds = await signed(letters)
    assert len(kinds) == 5
    assert set(kinds.values()) == {code}


async def test_one_reminder_about_listings_of_two_councils_is_of_the_site(db, letters):
    await add_council(COUNCIL, actor="test")
    await add_council("E08000035", actor="test")
    offer = await make_offer()
    await make_talk(offer=offer)
    organization = make_organization(id=offer.organization)
    area = ServiceArea(base_postcode=LEEDS, miles=8.0)
    other = await publish(make_personal_assistant(organization=organization, area=area))
    await make_talk(offer=offer._replace(listing=other))
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        await waiting.take_steps()
    (letter,) = await letters("enquiry_waiting")
    assert letter["council_code"] is None
