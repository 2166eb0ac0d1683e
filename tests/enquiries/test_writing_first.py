"""What the page says to a provider who wrote first, to somebody's advert."""

from uuid import uuid4

from marketplace.enquiries import service
from tests.factories.accounts import make_account
from tests.factories.enquiries import make_offer, make_talk


async def test_who_offered_help_ends_the_conversation_and_is_not_asked_to_say_that_they_cannot_help(browse):
    offer, account = await make_offer(), await make_account("person")
    made = await service.start_from_advert(uuid4(), account.id, offer.listing, "I am free.", offer.viewer)
    page = await (await browse(offer.account)).get(f"/provider/messages/{made}")
    assert "End this conversation" in page.text
    assert "Say that I cannot help" not in page.text


async def test_who_is_asked_can_say_that_they_cannot_help(browse):
    offer = await make_offer()
    talk = await make_talk(offer)
    page = await (await browse(offer.account)).get(f"/provider/messages/{talk.id}")
    assert "Say that I cannot help" in page.text
