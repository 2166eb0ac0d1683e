"""Pages of agreements: written topic by topic, read, compared, agreed to, printed; nothing typed is lost."""

import io
import re

import pypdf
import pytest
from msgspec.structs import replace

from marketplace.councils import service as councils
from marketplace.councils.schemas import CouncilPart, PoolSettings
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.printing.service import PrintError
from marketplace.pooling.agreements.terms.rules import TOPICS
from marketplace.pooling.joining import service as joining
from tests.factories.accounts import COUNCIL
from tests.factories.agreements import (
    OUTCOME,
    add_member,
    make_in_force,
    make_proposed,
    make_together,
    propose,
    write,
)

pytestmark = pytest.mark.usefixtures("db")


def url(together, *more):
    return "/".join((f"/pools/mine/{together.id}/agreement", *map(str, more)))


def fields_of(page):
    """What a browser would send of the form of a page."""
    data = dict(re.findall(r'<input[^>]*name="([^"]*)" type="text"[^>]*? value="([^"]*)"', page))
    data |= dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))
    data |= dict(re.findall(r'name="([^"]*)" type="radio" value="([^"]*)" checked', page))
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        data[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        data[name] = text
    return data


async def save(browser, together, topic, **typed):
    """Open a topic, type something over what stands there, and save."""
    page = (await browser.get(url(together, "write", topic))).text
    return await browser.post(url(together, "write", topic), data=fields_of(page) | typed)


async def test_nothing_is_shown_to_who_is_not_signed_in(browse):
    together, _number = await make_proposed()
    answer = await (await browse()).get(url(together))
    assert answer.headers["location"].startswith("/sign-in")


async def test_an_agreement_is_written_proposed_and_agreed_to_on_the_pages(browse):
    together = await make_together(2)
    first, second = (member.id for member in await together.members())
    lead = await browse(together.accounts[0])
    assert "Write the agreement" in (await lead.get(url(together))).text
    assert (await lead.post(url(together, "write"))).headers["location"] == url(together, "write")
    answer = await save(lead, together, "purpose", activity="an art group with an assistant")
    assert answer.headers["location"] == url(together, "write", "payments")
    amounts = {f"contribution-{first}": "£40", f"contribution-{second}": "12.50"}
    answer = await save(lead, together, "payments", **amounts, then="list")
    assert answer.headers["location"] == url(together, "write") + "?done=kept"
    await save(lead, together, "account", holder="member", holder_member=str(first))
    await save(lead, together, "sharing", share_rule="weight", **{f"weight-{first}": "3"})
    page = (await lead.get(url(together, "write"))).text
    assert "Still open" not in page
    draft = (await lead.get(url(together, "write", "preview"))).text
    for words in ("Robin pays in £40 a week", "Ash pays in £12.50 a week", "Robin pays 3 parts of 4"):
        assert words in draft
    answer = await lead.post(url(together, "propose"), data=fields_of(page))
    assert answer.headers["location"] == url(together) + "?done=proposed"
    other = await browse(together.accounts[1])
    assert "waits for everybody" in (await other.get(url(together))).text
    for browser, end in ((lead, "agreed"), (other, "in-force")):
        assert (await browser.get(url(together, 1, "agree"))).status_code == 200
        answer = await browser.post(url(together, 1, "agree"), data={"outcome": OUTCOME})
        assert answer.headers["location"] == f"{url(together)}?done={end}"
    page = (await lead.get(url(together) + "?done=in-force")).text
    assert "In force" in page
    assert OUTCOME in page
    assert OUTCOME not in (await other.get(url(together, 1))).text


@pytest.mark.parametrize("topic", list(TOPICS))
async def test_saving_a_topic_as_it_stands_changes_nothing(browse, topic):
    together = await make_together(2)
    await write(together)
    before = (await service.get_draft(together.id, together.lead)).terms
    answer = await save(await browse(together.accounts[0]), together, topic)
    assert answer.status_code == 303, answer.text
    assert (await service.get_draft(together.id, together.lead)).terms == before


@pytest.mark.parametrize("typed", ["forty", "-1", "40.123", "99999999", "£"])
async def test_what_is_no_money_is_said_at_its_field_and_stays(browse, typed):
    together = await make_together(2)
    await write(together)
    field = f"contribution-{(await together.members())[1].id}"
    answer = await save(await browse(together.accounts[0]), together, "payments", **{field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "<title>Error: " in answer.text
    assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize(
    ("topic", "typed"),
    [
        ("account", {"holder": "nobody"}),
        ("worker", {"employer": ""}),
        ("worker", {"employer_member": "1"}),
        ("sharing", {"share_rule": "x"}),
        ("absence", {"absent_notice_hours": "many"}),
        ("leaving", {"notice_weeks": "-1"}),
        ("review", {"review_on_day": "31", "review_on_month": "2", "review_on_year": "2027"}),
        ("purpose", {"activity": "x" * 300}),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(browse, topic, typed):
    together = await make_together(2)
    await write(together)
    answer = await save(await browse(together.accounts[0]), together, topic, **typed)
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.text


async def test_a_topic_that_is_none_is_not_there(browse):
    together = await make_together(2)
    await write(together)
    lead = await browse(together.accounts[0])
    assert (await lead.get(url(together, "write", "secrets"))).status_code == 404
    assert (await lead.post(url(together, "write", "secrets"))).status_code == 404


async def test_of_two_leads_the_second_sees_both_texts_and_can_save(browse):
    together = await make_together(2)
    member = (await together.members())[1]
    await joining.make_lead(member.id, member.version, together.lead)
    await write(together)
    mine, theirs = [await browse(account) for account in together.accounts]
    page = fields_of((await mine.get(url(together, "write", "purpose"))).text)
    await save(theirs, together, "purpose", purpose="Theirs are flowers.")
    answer = await mine.post(url(together, "write", "purpose"), data=page | {"purpose": "Mine are trees."})
    assert answer.status_code == 409
    assert "Theirs are flowers." in answer.text
    assert answer.text.count("Mine are trees.") == 2
    again = fields_of(answer.text) | {"purpose": "Trees and flowers."}
    assert (await mine.post(url(together, "write", "purpose"), data=again)).status_code == 303
    assert (await service.get_draft(together.id, together.lead)).terms.purpose == "Trees and flowers."


async def test_what_is_missing_is_said_with_links_when_it_is_proposed_all_the_same(browse):
    together = await make_together(2)
    draft = await service.begin_writing(together.id, together.lead)
    lead = await browse(together.accounts[0])
    answer = await lead.post(url(together, "propose"), data={"version": str(draft.version)})
    assert answer.status_code == 422
    assert f'href="{url(together, "write", "account")}#holder_member"' in answer.text


async def test_proposing_what_another_lead_changed_shows_the_draft_again(browse):
    together = await make_together(2)
    version = await write(together)
    lead = await browse(together.accounts[0])
    answer = await lead.post(url(together, "propose"), data={"version": str(version - 1)})
    assert answer.status_code == 409
    assert "Another lead changed this" in answer.text


async def test_who_agrees_while_the_version_changes_sees_what_differs_and_keeps_their_words(browse):
    together, first = await make_proposed(2)
    other = await browse(together.accounts[1])
    await propose(together, notice_weeks=9)
    answer = await other.post(url(together, first, "agree"), data={"outcome": "I want to paint."})
    assert answer.status_code == 409
    assert re.search(r"<del[^>]*>[^4]*4.*?<ins[^>]*>[^9]*9", answer.text, re.DOTALL)
    assert "I want to paint." in answer.text
    action = re.search(r'<form method="post" action="([^"]*agree)"', answer.text)[1]
    assert (await other.post(action, data=fields_of(answer.text))).status_code == 303


async def test_words_for_a_version_that_was_taken_back_are_shown_again(browse):
    together, number = await make_proposed(2)
    await service.take_back(together.id, number, together.lead)
    other = await browse(together.accounts[1])
    answer = await other.post(url(together, number, "agree"), data={"outcome": "I want to paint."})
    assert answer.status_code == 409
    assert "I want to paint." in answer.text
    assert f'action="{url(together, number, "agree")}"' not in answer.text


async def test_an_outcome_is_asked_for_at_its_field(browse):
    together, number = await make_proposed(2)
    other = await browse(together.accounts[1])
    answer = await other.post(url(together, number, "agree"), data={"outcome": ""})
    assert answer.status_code == 422
    assert 'href="#outcome"' in answer.text


async def test_a_council_that_is_asked_is_asked_for(browse):
    await councils.add_council(COUNCIL, actor="test")
    asked = PoolSettings(council_is=CouncilPart.ASKED)
    await councils.update_council_settings(COUNCIL, {"pooling": asked}, 1, actor="test")
    together, number = await make_proposed(2)
    other = await browse(together.accounts[1])
    typed = {"outcome": OUTCOME, "council_who": "my social worker"}
    answer = await other.post(url(together, number, "agree"), data=typed)
    assert answer.status_code == 422
    assert 'href="#council_on_day"' in answer.text
    day = {"council_on_day": "1", "council_on_month": "9", "council_on_year": "2026"}
    assert (await other.post(url(together, number, "agree"), data=typed | day)).status_code == 303


async def test_two_versions_stand_side_by_side_in_words(browse):
    together, first = await make_in_force(2)
    second = await propose(together, notice_weeks=9, joining="Who is new comes twice to try it.")
    other = await browse(together.accounts[1])
    page = (await other.get(url(together, second, "changes"))).text
    assert "2 parts are different: Joining; Leaving, and going back to your own arrangement." in page
    assert "New:" in page
    assert "Taken out:" in page
    assert "Who is new comes twice" in page
    assert (await other.get(url(together, second, "changes") + "?from=7")).status_code == 404
    assert (await other.get(url(together, first, "changes"))).status_code == 404


@pytest.mark.parametrize("kind", ["standard", "large_print", "easy_read", "nonsense"])
async def test_a_version_is_read_and_printed_in_each_kind(browse, kind):
    together, number = await make_proposed(2)
    other = await browse(together.accounts[1])
    page = await other.get(url(together, number) + f"?kind={kind}")
    assert page.status_code == 200
    assert ("You can say no." in page.text) == (kind == "easy_read")
    answer = await other.get(url(together, number, "pdf") + f"?kind={kind}")
    assert answer.headers["content-type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    text = "".join(part.extract_text() for part in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Our agreement: Tuesday art group"
    assert "Robin" in text
    assert OUTCOME not in text


async def test_a_pdf_that_cannot_be_made_is_a_page_that_says_so(browse, monkeypatch):
    async def fail(_document):
        raise PrintError("no")

    monkeypatch.setattr("marketplace.people.pools.agreement.reading.web.print_agreement", fail)
    together, number = await make_proposed(2)
    answer = await (await browse(together.accounts[1])).get(url(together, number, "pdf"))
    assert answer.status_code == 503
    assert "Try again" in answer.text


async def test_taking_back_says_so_and_twice_says_how_it_is(browse):
    together, number = await make_proposed(2)
    lead = await browse(together.accounts[0])
    assert (await lead.post(url(together, number, "take-back"))).status_code == 303
    assert (await lead.post(url(together, number, "take-back"))).status_code == 409
    other = await browse(together.accounts[1])
    assert (await other.post(url(together, number, "take-back"))).status_code == 409
    assert (await other.post(url(together, number, "take-back-yes"))).status_code == 409


async def test_a_yes_is_taken_back_on_the_page(browse):
    together, number = await make_proposed(2)
    other = await browse(together.accounts[1])
    await other.post(url(together, number, "agree"), data={"outcome": OUTCOME})
    assert "Take my yes back" in (await other.get(url(together))).text
    assert (await other.post(url(together, number, "take-back-yes"))).status_code == 303
    assert "want to answer" in (await other.get(url(together))).text


async def test_own_words_are_changed_and_what_stood_meanwhile_is_shown(browse):
    together, _number = await make_in_force(2)
    other = await browse(together.accounts[1])
    page = fields_of((await other.get(url(together, "outcome"))).text)
    assert page["outcome"] == OUTCOME
    first = await other.post(url(together, "outcome"), data=page | {"outcome": "I paint again."})
    assert first.headers["location"].endswith("?done=outcome")
    answer = await other.post(url(together, "outcome"), data=page | {"outcome": "I sing again."})
    assert answer.status_code == 409
    assert "I paint again." in answer.text
    assert "I sing again." in answer.text
    assert (await other.post(url(together, "outcome"), data={"outcome": ""})).status_code == 422


async def test_all_versions_are_listed_with_how_long_they_held(browse):
    together, _number = await make_in_force(2)
    await propose(together, notice_weeks=9)
    page = (await (await browse(together.accounts[1])).get(url(together, "versions"))).text
    assert page.index("Version 2") < page.index("Version 1")
    assert "In force" in page


async def test_who_left_reads_what_named_them_and_no_later_version(browse):
    together, number = await make_proposed(3)
    gone = (await together.members())[2]
    await joining.withdraw(gone.id, gone.version, together.viewers[2])
    later = await propose(together)
    browser = await browse(together.accounts[2])
    assert (await browser.get(url(together))).status_code == 404
    assert (await browser.get(url(together, later))).status_code == 404
    assert (await browser.get(url(together, number))).status_code == 200


async def test_pages_say_what_holds_for_who_is_not_named_yet(browse):
    together, number = await make_in_force(2)
    await add_member(together, "Jo")
    page = (await (await browse(together.accounts[2])).get(url(together))).text
    assert "Not named yet: Jo" in page
    answer = await (await browse(together.accounts[2])).get(url(together, number, "agree"))
    assert answer.status_code == 303


@pytest.mark.parametrize("members", [2, 5])
@pytest.mark.parametrize(
    ("path", "number"),
    [("", 7), ("/versions", 4), ("/2", 7), ("/2/changes", 7), ("/write", 5), ("/write/preview", 10)],
    ids=["overview", "versions", "version", "changes", "topics", "preview"],
)
async def test_a_page_asks_the_database_as_often_for_five_as_for_two(
    browse, statements, members, path, number
):
    together, _number = await make_in_force(members)
    await propose(together, notice_weeks=9)
    await service.begin_writing(together.id, together.lead)
    lead = await browse(together.accounts[0])
    await lead.get(url(together) + path)
    async with statements() as asked:
        assert (await lead.get(url(together) + path)).status_code == 200
    assert len(asked) == number, "\n".join(asked)


def test_replacing_terms_keeps_their_type():
    """`replace` of msgspec checks no types: what pages read is converted before."""
    from marketplace.people.pools.agreement.rules import read_pence
    from marketplace.pooling.agreements.schemas import Terms

    assert replace(Terms(), notice_weeks=1).notice_weeks == 1
    assert [read_pence(text) for text in ("", "£40", "12.5", "1,000", "x", "1.234")] == [
        0, 40_00, 12_50, 1_000_00, -1, -1,
    ]  # fmt: skip
