"""What somebody tries who means no good: guessing ids, floods, odd input, words that reach letters."""

import random
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.enquiries import service
from marketplace.enquiries.schemas import NewEnquiry, Side
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel.database import connection
from marketplace.kernel.errors import TooManyError
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import make_answered, make_offer, make_talk

ODD = [
    "", " ", "\x00", "\ud800".encode("utf-8", "replace").decode(), "\u202e\u200b", "a" * 30_000,
    "'; DROP TABLE message; --", "{{ 7*7 }}", "%s%n", "../../etc/passwd", "-1", "9" * 40, "NaN",
    "\r\nBcc: everybody@example.org\r\n\r\nHello",
    "٣", "null", "[]", "<svg/onload=alert(1)>",
]  # fmt: skip
INJECTION = "Zq\r\nBcc: zq\r\nSubject: Zq\r\n\r\nZq"


def paths_of(talk):
    """Every unsafe address of a conversation, for both sides."""
    ends = ("reply", "end", "contact", "hide-contact", "report", "block")
    own = [f"/messages/{talk.id}/{end}" for end in ("agree", *ends)]
    return own, [f"/provider/messages/{talk.id}/{end}" for end in ends]


async def test_odd_input_is_answered_and_never_breaks(browse):
    chance = random.Random(7)
    fields = ("version", "words", "ready", "share", "contact", "reason", "kind", "messages", "told", "name")
    for _ in range(3):
        talk = await make_answered()
        person, provider = await browse(talk.person_account), await browse(talk.offer.account)
        for browser, paths in zip((person, provider), paths_of(talk), strict=True):
            for path in paths * 2:
                sent = {name: chance.choice(ODD) for name in fields if chance.random() < 0.7}
                answer = await browser.post(path, data=sent)
                assert answer.status_code in {303, 409, 422, 429}, (path, sent)
                answer = await browser.post(path, content=b"\xff\xfe", headers={"content-type": "text/plain"})
                assert answer.status_code in {303, 400, 409, 422, 429}, path


async def test_odd_addresses_are_pages(browse):
    talk = await make_answered()
    person = await browse(talk.person_account)
    for odd in ODD:
        text = quote(odd[:300], errors="replace")
        for path in (
            f"/messages?page={text}&show={text}&done={text}",
            f"/messages/{talk.id}?page={text}&done={text}",
        ):
            assert (await person.get(path)).status_code == 200
        for end in ("agree", "end", "contact", "block", "report"):
            page = await person.get(f"/messages/{talk.id}/{end}?version={text}")
            assert page.status_code == 200
            assert "<svg/onload" not in page.text
        assert (await person.get(f"/ask?listing={text}")).status_code == 200
        assert (await person.get(f"/messages/{text or '-'}")).status_code == 404


async def test_asking_with_odd_input_is_answered(browse):
    chance = random.Random(3)
    for _ in range(25):
        offer, person = await make_offer(), await browse(await make_account("person"))
        sent = {
            name: chance.choice(ODD)
            for name in ("support_types", "when", "where", "words", "name", "acting_for")
        }
        answer = await person.post(
            "/ask", data={"shown": str(offer.listing), "listing": str(offer.listing), **sent}
        )
        assert answer.status_code in {303, 422, 429}, sent


async def test_no_name_and_no_word_reaches_the_head_or_the_body_of_a_letter(db):
    account = await make_account("person", name=INJECTION[:60])
    talk = await make_talk(
        person=account, words=INJECTION, name=INJECTION[:40], where=INJECTION, when=INJECTION
    )
    await talk.reply(Side.PROVIDER, INJECTION)
    await talk.seen_by()
    await service.agree(talk.id, 2, talk.person, words=INJECTION, share=INJECTION)
    async with connection() as raw:
        rows = await raw.fetch("SELECT kind, subject, parts::text AS parts, recipient FROM letter")
    assert {row["kind"] for row in rows} == {"enquiry_received", "enquiry_message", "enquiry_agreed"}
    for row in rows:
        assert "zq" not in (row["subject"] + row["parts"]).lower()
        assert "\n" not in row["subject"] + row["recipient"]


async def test_an_id_that_is_guessed_says_the_same_as_one_of_somebody_else(browse):
    talk, other = await make_answered(), await make_answered()
    person = await browse(talk.person_account)
    pages = []
    for conversation_id in (other.id, uuid4(), UUID(int=0)):
        page = await person.get(f"/messages/{conversation_id}")
        assert page.status_code == 404
        pages.append(page.text)
        answer = await person.post(f"/messages/{conversation_id}/reply", data={"words": "Hi", "version": "2"})
        assert answer.status_code == 404
    assert len(set(pages)) == 1


async def write(conversation_id, viewer):
    seen = await service.look_at(conversation_id, viewer)
    await service.reply(conversation_id, "Spam.", seen.conversation.version, viewer)


async def test_a_flood_of_messages_from_one_account_ends(db):
    viewer = await viewer_of(await make_account("person"))
    offers = [await make_offer() for _ in range(2)]
    made = [(await service.ask([each.listing], NewEnquiry(words="Hi"), viewer))[0] for each in offers]
    for number in range(200):
        conversation_id, offer = made[number % 2], offers[number % 2]
        await write(conversation_id, viewer)
        await write(conversation_id, offer.viewer)
    with pytest.raises(TooManyError):
        await write(made[0], viewer)
    await write(made[0], offers[0].viewer)


async def test_too_many_keep_what_was_typed(browse):
    viewer_account = await make_account("person")
    browser, viewer = await browse(viewer_account), await viewer_of(viewer_account)
    offer = await make_offer()
    for _ in range(30):
        (made,) = await service.ask([offer.listing], NewEnquiry(words="Hi"), viewer)
        await service.block(made, viewer)
        (block,) = (await service.list_blocks(viewer, Side.PERSON)).items
        await service.unblock(block.id, viewer, Side.PERSON)
    sent = {"listing": str(offer.listing), "shown": str(offer.listing), "words": "Zqwords"}
    answer = await browser.post("/ask", data=sent)
    assert answer.status_code == 429
    assert "Zqwords" in answer.text
    assert 'href="#words"' in answer.text


async def test_a_provider_who_typed_while_the_person_left_is_told(browse):
    talk = await make_talk()
    provider = await browse(talk.offer.account)
    await provider.get(f"/provider/messages/{talk.id}")
    await accounts.delete_account(talk.person.account_id, DATA_HOLDERS.all, actor="test")
    data = {"version": "1", "words": "Yes, I can."}
    answer = await provider.post(f"/provider/messages/{talk.id}/reply", data=data)
    assert answer.status_code == 404
    assert "It may have gone with somebody&#39;s account" in answer.text


async def test_nothing_private_is_in_an_address_or_a_log_line(browse, capsys):
    talk = await make_answered(words="Zqwords", name="Zqname")
    provider = await browse(talk.offer.account)
    data = {"version": "2", "words": "Zqanswer", "share": "y", "contact": "zqcontact"}
    answer = await provider.post(f"/provider/messages/{talk.id}/reply", data=data)
    assert "zq" not in answer.headers["location"].lower()
    out = capsys.readouterr()
    assert "zq" not in (out.out + out.err).lower()
    assert str(talk.id) not in out.out


async def test_pages_of_messages_are_kept_by_no_cache_and_by_no_search_engine(browse):
    talk = await make_answered()
    person = await browse(talk.person_account)
    for path in ("/messages", f"/messages/{talk.id}", f"/messages/{talk.id}/end", "/messages/blocked"):
        page = await person.get(path)
        assert "no-store" in page.headers["cache-control"]
