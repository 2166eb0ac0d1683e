"""The search page tells the signals what was looked for, and asks the database nothing for it."""

import pytest

from marketplace.kernel.database import connection
from marketplace.signals.schemas import SearchSignal
from marketplace.signals.searches import service
from tests.factories.accounts import make_account, sign_in_as
from tests.factories.listings import make_activity, make_personal_assistant, publish

PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36"}
WILTSHIRE = "E06000054"


@pytest.fixture
async def town(db, index):
    """A PA who comes to Melksham, an art group in Trowbridge."""
    await publish(make_personal_assistant())
    await publish(make_activity())
    await index()


@pytest.fixture
def searches(client):
    """The keeper of the application that the client talks to."""
    return client._transport.app.state.searches


@pytest.fixture
def heard(searches, monkeypatch):
    """What the pages told, in order."""
    told = []

    def note(signal, **of_whom):
        told.append((signal, of_whom))

    monkeypatch.setattr(searches, "note", note)
    return told


@pytest.mark.parametrize("page", ["/search", "/search/results"])
async def test_a_search_is_told_as_it_was_understood(client, town, heard, page):
    await client.get(f"{page}?q=swimming+Melksham&day=mon&day=tue&age=40&price_max=3000", headers=PHONE)
    ((signal, of_whom),) = heard
    assert signal == SearchSignal(
        outcode="SN12",
        council_code=WILTSHIRE,
        filters={"day": ("mon", "tue"), "price_max": ("3000",)},
        text="swimming",
        results=signal.results,
    )
    assert of_whom == {"network": "127.0.0.1", "browser": PHONE["user-agent"], "purpose": ""}


async def test_the_number_that_was_found_is_told(client, town, heard):
    await client.get("/search?near=BA14+8EA&within=1&kind=community_activity")
    await client.get("/search?near=BA12+6AA&within=0.25&support_type=peg_feeding&free=1&reach=i_go")
    assert [signal.results for signal, _ in heard] == [1, 0]
    assert heard[1][0].filters == {"support_type": ("peg_feeding",), "free": ("1",), "reach": ("i_go",)}


async def test_words_that_nothing_has_make_it_partial(client, town, heard):
    await client.get("/search?near=SN12+6AD&q=swimming+zqkorfball")
    assert heard[0][0].is_partial


@pytest.mark.parametrize(
    "query",
    ["near=Melksham&page=2", "near=Nowhereatallzq", "near=Newport", "kind=nonsense", "q=%3Cscript%3E"],
)
async def test_later_pages_and_what_was_not_looked_for_are_not_told(client, town, heard, query):
    await client.get(f"/search?{query}")
    assert heard == []


async def test_the_api_is_for_programs_and_is_not_told(client, town, heard):
    assert (await client.get("/api/search?near=Melksham", headers=PHONE)).status_code == 200
    assert heard == []


async def test_somebody_signed_in_is_known_by_the_account_and_not_the_address(client, town, heard):
    account = await make_account("practitioner")
    await sign_in_as(client, account)
    await client.get("/search?near=Melksham", headers=PHONE)
    assert heard[0][1]["network"] == str(account.id)


async def test_telling_takes_no_statement_and_no_cookie_and_the_page_stays_cacheable(
    client, town, searches, count_statements
):
    await client.get("/search?near=Melksham")
    seen = []
    for user_agent in ("curl/8", PHONE["user-agent"]):
        count_statements.clear()
        answer = await client.get("/search?near=Melksham&q=swimming", headers={"user-agent": user_agent})
        seen.append((len(count_statements), len(searches._waiting)))
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert "set-cookie" not in answer.headers
    assert seen == [(seen[0][0], 0), (seen[0][0], 1)]


async def test_a_keeper_that_is_full_stops_no_page(client, town, searches, monkeypatch):
    monkeypatch.setattr(service, "MOST_HELD", 0)
    assert (await client.get("/search?near=Melksham", headers=PHONE)).status_code == 200
    assert not searches._waiting


async def test_what_a_page_told_is_in_the_database_without_who_asked(client, town, searches):
    await client.get("/search?q=swimming&near=SN12+6AD", headers=PHONE)
    assert await searches.write(everything=True) == 1
    async with connection() as raw:
        row = await raw.fetchrow("SELECT * FROM search_signal")
    assert (row["outcode"], row["words"], row["council_code"]) == ("SN12", ["swimming"], WILTSHIRE)
