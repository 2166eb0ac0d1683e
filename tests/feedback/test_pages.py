"""The pages of feedback: from what was agreed to the answer, and what stands in the way."""

import re

import pytest

from marketplace.accounts.schemas import Role
from marketplace.councils.service import add_council
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import Side
from marketplace.feedback import service
from marketplace.feedback.tables import Feedback
from marketplace.kernel.database import connection
from tests.factories.accounts import ACTOR, COUNCIL, make_account
from tests.factories.enquiries import make_agreed, make_answered
from tests.factories.feedback import make_feedback

LATER_PAGE_BYTES = 6_000
SAID = {"good": "You are always on time.", "statements": ["respect", "safe"], "name": "Robin"}


async def test_from_what_was_agreed_to_the_answer(browse):
    talk = await make_agreed()
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    path = f"/feedback/new/{talk.offer.listing}"
    assert f'href="{path}"' in (await person.get(f"/messages/{talk.id}")).text
    assert f'href="{path}"' in (await person.get("/feedback")).text
    page = (await person.get(path)).text
    assert 'value="Robin"' in page
    assert "Making It Real" in page
    assert "they can show it to the council" in page
    sent = await person.post(path, data=SAID)
    assert sent.status_code == 303
    own = sent.headers["location"].partition("?")[0]
    assert "You get an email if they answer" in (await person.get(sent.headers["location"])).text
    assert "Somebody told you how your help was" in (await provider.get("/home")).text
    theirs = f"/provider{own}"
    assert f'href="{theirs}"' in (await provider.get("/provider/feedback")).text
    shown = (await provider.get(theirs)).text
    assert "You are always on time." in shown
    assert "I am listened to" in shown
    assert "Nobody of the council reads it." in shown
    answered = await provider.post(f"{theirs}/answer", data={"words": "Thank you, Robin."})
    assert answered.headers["location"] == f"{theirs}?done=answered"
    assert "A provider has answered what you told them" in (await person.get("/home")).text
    assert "Thank you, Robin." in (await person.get(own)).text
    assert "A provider has answered" not in (await person.get("/home")).text
    assert (await person.get(path)).headers["location"] == own
    gone = await person.post(f"{own}/take-back")
    assert "It is taken back" in (await person.get(gone.headers["location"])).text
    assert (await provider.get(theirs)).status_code == 404


async def test_there_is_no_link_before_something_is_agreed(browse):
    talk = await make_answered()
    page = await (await browse(talk.person_account)).get(f"/messages/{talk.id}")
    assert "/feedback/" not in page.text


async def test_nothing_said_is_told_above_and_at_the_field_and_all_is_kept(browse):
    talk = await make_agreed()
    browser = await browse(talk.person_account)
    answer = await browser.post(
        f"/feedback/new/{talk.offer.listing}", data={"name": "Rob & Co", "with_steward": "y"}
    )
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#good"' in answer.text
    assert 'value="Rob &amp; Co"' in answer.text
    assert re.search(r'name="with_steward"[^>]* checked', answer.text)


async def test_said_in_two_tabs_the_second_is_shown_the_first_and_keeps_what_was_typed(browse):
    told = await make_feedback()
    browser = await browse(told.talk.person_account)
    answer = await browser.post(f"/feedback/new/{told.talk.offer.listing}", data={"good": "The second time."})
    assert answer.status_code == 409
    assert "You have told them already" in answer.text
    assert "The second time." in answer.text
    assert "You are always on time." in answer.text


async def test_what_is_written_for_what_went_meanwhile_is_not_lost(browse):
    told, talk = await make_feedback(), await make_agreed()
    provider, person = await browse(told.talk.offer.account), await browse(talk.person_account)
    await service.take_back(told.id, told.talk.person)
    late = await provider.post(f"/provider/feedback/{told.id}/answer", data={"words": "Thank <you>."})
    assert late.status_code == 404
    assert "What you wrote was not sent" in late.text
    assert "Thank &lt;you&gt;." in late.text
    async with connection() as raw:
        await raw.execute("DELETE FROM organization_member WHERE organization = $1", talk.offer.organization)
    path = f"/feedback/new/{talk.offer.listing}"
    said = await person.post(path, data={"good": "Kind.", "better": "Come <on time>."})
    assert said.status_code == 404
    assert "Kind." in said.text
    assert "Come &lt;on time&gt;." in said.text
    assert "Come " not in (await person.post(path, data={"good": " "})).text


async def test_who_was_blocked_tells_the_council_and_knows_that_nobody_else_reads_it(browse):
    await add_council(COUNCIL, actor=ACTOR)
    talk = await make_agreed()
    person, provider = await browse(talk.person_account), await browse(talk.offer.account)
    steward = await browse(await make_account(Role.STEWARD))
    path = f"/feedback/new/{talk.offer.listing}"
    open_before = (await person.get(path)).text
    assert "Send it to them" in open_before
    await enquiries.block(talk.id, talk.offer.viewer, side=Side.PROVIDER)
    assert "Send it to the council" in (await person.get(path)).text
    late = await person.post(path, data=SAID)
    assert late.status_code == 422
    assert 'href="#with_steward"' in late.text
    assert SAID["good"] in late.text
    sent = await person.post(path, data={**SAID, "with_steward": "y"})
    own = sent.headers["location"].partition("?")[0]
    for words in ("The council's team has it now", "The provider cannot."):
        assert words in (await person.get(sent.headers["location"])).text.replace("&#39;", "'")
    assert "they had blocked the person" in (await steward.get(f"/stewards{own}")).text
    assert (await provider.get(f"/provider{own}")).status_code == 404
    assert own not in (await provider.get("/provider/feedback")).text


async def test_who_was_blocked_by_the_person_reads_and_has_no_form_to_answer(browse):
    talk = await make_agreed()
    await enquiries.block(talk.id, talk.person, side=Side.PERSON)
    told = await make_feedback(talk)
    provider = await browse(talk.offer.account)
    path = f"/provider/feedback/{told.id}"
    page = (await provider.get(path)).text
    assert "You cannot answer this any more." in page
    assert "<textarea" not in page
    answer = await provider.post(f"{path}/answer", data={"words": "You are wrong."})
    assert answer.status_code == 409
    assert "You are wrong." in answer.text


async def test_who_is_slower_than_a_colleague_is_shown_that_answer(browse):
    told = await make_feedback()
    browser = await browse(told.talk.offer.account)
    path = f"/provider/feedback/{told.id}"
    await service.answer(told.id, "We are glad.", told.talk.offer.viewer)
    answer = await browser.post(f"{path}/answer", data={"words": "I am glad too."})
    assert answer.status_code == 409
    assert "We are glad." in answer.text
    assert "I am glad too." in answer.text
    assert (await browser.post(f"{path}/answer", data={"words": " "})).status_code == 422


@pytest.mark.parametrize("form", [{}, {"kind": "other"}, {"kind": "stars", "words": "x"}])
async def test_a_report_says_what_is_missing(browse, form):
    told = await make_feedback()
    browser = await browse(told.talk.offer.account)
    path = f"/provider/feedback/{told.id}/report"
    assert (await browser.get(path)).status_code == 200
    assert (await browser.post(path, data=form)).status_code == 422
    sent = await browser.post(path, data={"kind": "other", "words": "This is rude."})
    assert sent.headers["location"].endswith("?done=reported")


async def test_a_steward_reads_what_was_shared_and_can_do_nothing_with_it(browse):
    await add_council(COUNCIL, actor=ACTOR)
    told = await make_feedback(with_steward=True)
    browser = await browse(await make_account(Role.STEWARD))
    assert "Somebody shared with you" in (await browser.get("/home")).text
    assert f"/stewards/feedback/{told.id}" in (await browser.get("/stewards/feedback")).text
    page = (await browser.get(f"/stewards/feedback/{told.id}")).text
    assert "You are always on time." in page
    assert "<form" not in page.split("<main")[1]


async def test_what_was_written_is_shown_as_text(browse):
    told = await make_feedback(good="<script>alert(1)</script>", name="<b>")
    page = (await (await browse(told.talk.offer.account)).get(f"/provider/feedback/{told.id}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("who", "end", "most"),
    [
        ("person", "", 4),
        ("person", "/{told}", 3),
        ("person", "/new/{other}", 2),
        ("provider", "", 3),
        ("provider", "/{told}", 3),
    ],
    ids=["own list", "own", "give", "list", "read"],
)
async def test_pages_are_light_and_ask_a_fixed_small_number_of_times(browse, statements, who, end, most):
    talk = await make_agreed()
    for _ in range(19):
        one = await make_agreed(person=talk.person_account)
        told = await make_feedback(one, good="You are always on time. " * 60)
    account = told.talk.person_account if who == "person" else told.talk.offer.account
    browser = await browse(account)
    path = f"{'/feedback' if who == 'person' else '/provider/feedback'}"
    path += end.format(told=told.id, other=talk.offer.listing)
    async with statements() as run:
        page = await browser.get(path, headers={"accept-encoding": "br"})
    assert page.status_code == 200
    assert len(run) <= most, run
    assert int(page.headers["content-length"]) <= LATER_PAGE_BYTES
    assert await Feedback.count() == 19
