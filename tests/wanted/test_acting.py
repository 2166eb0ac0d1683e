"""Adverts that somebody writes for a person whom they support: who learns what, and what ends with it."""

import re
from uuid import uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import Side
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.wanted import service
from marketplace.wanted.keeping import service as keeping
from marketplace.wanted.matching import rules as matching
from marketplace.wanted.matching.service import list_adverts_for, list_matches_for_advert
from marketplace.wanted.schemas import AdvertStatus
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM
from tests.factories.wanted import make_advert, make_published, make_steward, make_submitted, make_wish
from tests.wanted.test_adverts import checked_offer

NAME = "Rosalind"
TYPED = {
    "kind": "personal_assistant",
    "support_types": ["swimming"],
    "words": "Somebody calm to swim with.",
    "place": MELKSHAM,
}


def text_of(answer):
    """What stands on a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


async def make_supporter(name=NAME, relation=Relation.FAMILY):
    """Somebody who acts for a person; the account and the record of it."""
    account = await make_account("person")
    support = Support(person_name=name, relation=relation, consent=Consent.AGREED)
    await accounts.act_for(account.id, support)
    (record,) = await accounts.list_acting_for(account.id)
    return account, record.id


async def stop_acting(account, record_id):
    await accounts.end_acting_for(account.id, record_id)


async def status_of(posted):
    return (await posted.seen()).advert.status


async def test_a_supporter_says_who_it_is_for_and_providers_learn_no_name(browse):
    account, record_id = await make_supporter()
    browser = await browse(account)
    form = await browser.get("/wanted/new?kind=personal_assistant")
    assert "Who is it for?" in form.text
    assert NAME in form.text
    forgotten = await browser.post("/wanted/new", data=TYPED)
    assert forgotten.status_code == 422
    assert 'href="#acting_for"' in forgotten.text
    kept = await browser.post("/wanted/new", data=TYPED | {"acting_for": str(record_id)})
    path = kept.headers["location"].partition("?")[0]
    assert f"This is for {NAME}." in text_of(await browser.get(path))
    assert f"for {NAME}" in text_of(await browser.get("/wanted"))
    assert re.search(rf'value="{record_id}"[^>]* checked', (await browser.get(f"{path}/edit")).text)
    await browser.post(f"{path}/send", data={"version": "1"})

    steward = await browse(await make_account("steward", "national"))
    advert_id = path.rpartition("/")[2]
    page = await steward.get(f"/stewards/wanted/{advert_id}")
    assert "They write for a member of their family." in page.text
    assert NAME not in page.text
    assert str(record_id) not in page.text
    await steward.post(f"/stewards/wanted/{advert_id}", data={"version": "2", "decision": "approve"})

    provider = await browse((await checked_offer()).account)
    for where in ("/provider/wanted", "/provider/wanted?show=suit", f"/provider/wanted/{advert_id}"):
        seen = await provider.get(where)
        assert advert_id in seen.text
        assert NAME not in seen.text
        assert str(record_id) not in seen.text
    assert "for somebody they support" in text_of(await provider.get("/provider/wanted"))
    assert "Somebody they support" in text_of(await provider.get(f"/provider/wanted/{advert_id}"))
    answered = await provider.post(f"/provider/wanted/{advert_id}/answer", data={"words": "I swim."})
    talk = await provider.get(answered.headers["location"])
    assert "They write for a member of their family." in talk.text
    assert NAME not in talk.text
    conversation_id = answered.headers["location"].rpartition("/")[2]
    assert f"You write for {NAME}." in (await browser.get(f"/messages/{conversation_id}")).text


async def test_who_acts_for_nobody_is_not_asked_who_it_is_for(browse):
    browser = await browse(await make_account("person"))
    assert "Who is it for?" not in (await browser.get("/wanted/new?kind=activity")).text
    made_up = await browser.post("/wanted/new", data=TYPED | {"acting_for": str(uuid4())})
    assert made_up.status_code == 422
    assert 'href="#acting_for"' in made_up.text
    assert 'id="acting_for"' in made_up.text


async def test_who_looks_for_themselves_too_says_so(browse, db):
    account, _record_id = await make_supporter()
    browser = await browse(account)
    kept = await browser.post("/wanted/new", data=TYPED | {"acting_for": "me"})
    path = kept.headers["location"].partition("?")[0]
    assert NAME not in (await browser.get(path)).text
    (advert,) = (await service.list_adverts(await viewer_of(account))).items
    assert (advert.advert.wish.acting_for, advert.advert.wish.relation) == (None, "")


async def test_nobody_writes_for_whom_another_acts(db):
    _account, record_id = await make_supporter()
    with pytest.raises(InvalidError, match="acting_for"):
        await make_advert(make_wish(acting_for=record_id))


async def test_what_somebody_is_to_another_is_found_and_not_said(db):
    account, record_id = await make_supporter(relation=Relation.PAID)
    posted = await make_advert(make_wish(acting_for=record_id, relation="family"), account=account)
    assert (await posted.seen()).advert.wish.relation == "paid"
    own = await make_advert(make_wish(relation="family"), account=account)
    assert (await own.seen()).advert.wish.relation == ""


async def test_an_answer_begins_a_conversation_with_the_same_relation(db):
    account, record_id = await make_supporter(relation=Relation.ADVOCATE)
    posted = await make_published(make_wish(acting_for=record_id), account=account)
    offer = await checked_offer()
    shown = await service.get_shown(posted.id, offer.viewer)
    assert (shown.wish.acting_for, shown.wish.relation) == (None, "advocate")
    made = await service.answer(posted.id, "I would love to.", offer.viewer)
    seen = await enquiries.get_conversation(made, posted.viewer, side=Side.PERSON)
    assert (seen.conversation.acting_for, seen.conversation.relation) == (record_id, "advocate")
    assert seen.acting_for_name == NAME
    theirs = await enquiries.get_conversation(made, offer.viewer, side=Side.PROVIDER)
    assert (theirs.acting_for_name, theirs.conversation.person_name) == ("", "")


async def test_when_somebody_acts_no_more_the_advert_is_out_of_sight_at_once(db, monkeypatch):
    monkeypatch.setattr(matching, "is_checked", lambda *_: True)
    account, record_id = await make_supporter()
    posted = await make_published(make_wish(acting_for=record_id), account=account)
    offer = await checked_offer()
    assert (await list_adverts_for(offer.viewer)).total == 1
    await stop_acting(account, record_id)
    assert (await service.list_shown(offer.viewer)).total == 0
    assert (await list_adverts_for(offer.viewer)).total == 0
    assert (await list_matches_for_advert(posted.id, posted.viewer)).total == 0
    with pytest.raises(NotFoundError):
        await service.get_shown(posted.id, offer.viewer)
    with pytest.raises(NotFoundError):
        await service.answer(posted.id, "Let me in.", offer.viewer)


async def test_when_somebody_acts_no_more_the_advert_is_taken_down_and_they_are_told(db, letters, signals):
    account, record_id = await make_supporter()
    posted = await make_published(make_wish(acting_for=record_id), account=account)
    waiting = await make_submitted(make_wish(acting_for=record_id), account=account)
    other = await make_published(account=account)
    await stop_acting(account, record_id)
    assert await keeping.close_adverts() == 2
    assert await keeping.close_adverts() == 0
    assert await status_of(posted) is AdvertStatus.WITHDRAWN
    assert await status_of(waiting) is AdvertStatus.WRITING
    assert await status_of(other) is AdvertStatus.PUBLISHED
    assert await signals() == [("withdrawn", None, 0)]
    (letter,) = await letters("advert_over")
    assert "do not act any more" in str(letter["parts"])
    assert NAME not in str(dict(letter))


async def test_nothing_goes_on_for_whom_its_owner_acts_no_more(db, browse):
    account, record_id = await make_supporter()
    draft = await make_advert(make_wish(acting_for=record_id), account=account)
    waiting = await make_submitted(make_wish(acting_for=record_id), account=account)
    shown = await make_published(make_wish(acting_for=record_id), account=account)
    filled = await make_published(make_wish(acting_for=record_id), account=account)
    await service.fill_advert(filled.id, await filled.version(), filled.viewer, found_here=True)
    await stop_acting(account, record_id)
    for doing in (
        service.hand_in(draft.id, await draft.version(), draft.viewer),
        service.renew_advert(shown.id, await shown.version(), shown.viewer),
        service.renew_advert(filled.id, await filled.version(), filled.viewer),
        service.save_advert(
            draft.id, make_wish(acting_for=record_id), "", await draft.version(), draft.viewer, FEW_PLACES
        ),
    ):
        with pytest.raises(InvalidError):
            await doing
    with pytest.raises(ConflictError):
        await service.approve(waiting.id, await waiting.version(), await make_steward("national"))
    browser = await browse(account)
    page = await browser.get(f"/wanted/{draft.id}")
    assert "You do not act any more for the person whom this is for." in page.text
    refused = await browser.post(f"/wanted/{draft.id}/send", data={"version": "1"})
    assert refused.status_code == 422
    form = await browser.get(f"/wanted/{draft.id}/edit")
    assert "Who is it for?" in form.text
    assert NAME not in form.text
    again = await browser.post(
        f"/wanted/{draft.id}/edit", data=TYPED | {"version": "1", "acting_for": str(record_id)}
    )
    assert again.status_code == 422
    own = await browser.post(f"/wanted/{draft.id}/edit", data=TYPED | {"version": "1", "acting_for": "me"})
    assert own.status_code == 303
    assert (await browser.post(f"/wanted/{draft.id}/send", data={"version": "2"})).status_code == 303


async def test_a_change_says_who_it_is_for_and_takes_the_place_of_what_was_said(db):
    account, record_id = await make_supporter()
    posted, steward = await make_published(account=account), await make_steward("national")
    change = await service.save_advert(
        posted.id, make_wish(acting_for=record_id), "", await posted.version(), posted.viewer, FEW_PLACES
    )
    await service.hand_in(change, 1, posted.viewer)
    await service.approve(change, 2, steward)
    wish = (await posted.seen()).advert.wish
    assert (wish.acting_for, wish.relation) == (record_id, "family")


async def test_the_name_of_whom_it_is_for_is_marked_in_the_words(db):
    account, record_id = await make_supporter()
    wish = make_wish(acting_for=record_id, words=f"Somebody for {NAME.lower()}, who loves to swim.")
    assert (await (await make_submitted(wish, account=account)).seen()).advert.risks == ("supported",)
    own = make_wish(words=f"Somebody for {NAME}, who loves to swim.")
    assert (await (await make_submitted(own, account=account)).seen()).advert.risks == ()


async def test_who_it_is_for_is_handed_over_and_erased_with_the_account(db):
    account, record_id = await make_supporter()
    await make_published(make_wish(acting_for=record_id), account=account)
    data = await accounts.download_data(account.id, DATA_HOLDERS.all)
    assert [(each["for_whom"], each["relation"]) for each in data["adverts"]] == [(NAME, "family")]
    await accounts.delete_account(account.id, DATA_HOLDERS.all, actor="test")
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM wanted_advert") == 0
        assert await raw.fetchval("SELECT count(*) FROM acting_for") == 0


async def test_pages_take_no_more_statements_for_many_adverts_of_others(browse, statements):
    account, record_id = await make_supporter()
    for _number in range(3):
        posted = await make_advert(make_wish(acting_for=record_id), account=account)
    browser, counts = await browse(account), []
    for path in ("/wanted", f"/wanted/{posted.id}", f"/wanted/{posted.id}/edit"):
        async with statements() as run:
            assert (await browser.get(path)).status_code == 200
        counts.append(len(run))
    assert counts == [4, 4, 4]
