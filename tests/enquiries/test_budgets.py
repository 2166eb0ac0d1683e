"""What the pages weigh and how often they ask the database, however much there is."""

import pytest

from marketplace.enquiries import service
from marketplace.enquiries.schemas import NewEnquiry, Side
from tests.factories.accounts import viewer_of
from tests.factories.enquiries import make_offer, make_talk

LATER_PAGE_BYTES = 6 * 1024


@pytest.fixture
async def busy(browse):
    """A provider with thirty conversations, of which one is long."""
    offer = await make_offer()
    for _ in range(29):
        await make_talk(offer=offer)
    talk = await make_talk(offer=offer, words="I would like to swim. " * 40)
    for number in range(58):
        await talk.reply(Side.PROVIDER if number % 2 else Side.PERSON, f"Message {number}, and so on.")
    return talk, await browse(talk.person_account), await browse(offer.account)


@pytest.mark.parametrize(
    ("side", "end", "most"),
    [
        (Side.PROVIDER, "", 3),
        (Side.PROVIDER, "/{talk}", 6),
        (Side.PERSON, "", 3),
        (Side.PERSON, "/{talk}", 5),
        (Side.PERSON, "/{talk}/agree", 3),
        (Side.PERSON, "/{talk}/end", 2),
        (Side.PERSON, "/blocked", 2),
    ],
    ids=["inbox", "read", "own inbox", "own", "agree", "end", "blocked"],
)
async def test_pages_are_light_and_ask_a_fixed_small_number_of_times(busy, statements, side, end, most):
    talk, person, provider = busy
    browser = person if side is Side.PERSON else provider
    path = f"{'/messages' if side is Side.PERSON else '/provider/messages'}{end.format(talk=talk.id)}"
    async with statements() as run:
        page = await browser.get(path, headers={"accept-encoding": "br"})
    assert page.status_code == 200
    assert len(run) <= most, run
    assert int(page.headers["content-length"]) <= LATER_PAGE_BYTES


async def test_asking_five_is_one_light_page(browse, statements, person):
    offers = [await make_offer() for _ in range(5)]
    browser = await browse(person)
    query = "&".join(f"listing={each.listing}" for each in offers)
    async with statements() as run:
        page = await browser.get(f"/ask?{query}", headers={"accept-encoding": "br"})
    assert len(run) <= 3, run
    assert int(page.headers["content-length"]) <= LATER_PAGE_BYTES


async def test_what_waits_is_counted_in_one_statement(statements, person, db):
    talk = await make_talk(person=person)
    async with statements() as run:
        await service.list_needs(talk.person)
    assert len(run) == 1


async def test_asking_one_takes_the_same_number_of_statements_however_many_were_asked(statements, person, db):
    viewer, counts = await viewer_of(person), []
    for number in range(3):
        offer = await make_offer()
        async with statements() as run:
            await service.ask([offer.listing], NewEnquiry(words="Hello"), viewer)
        counts.append(len(run))
        for _ in range(number * 3):
            await make_talk(offer=offer)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 24
