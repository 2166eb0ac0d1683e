"""The pages on which a practitioner makes, sends and moves on a referral."""

import re
from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError
from marketplace.practitioners.rules import day_words
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.schemas import CaseloadFilter, Mode, Reason, ReferralStatus, ShareWith
from marketplace.referrals.sending import service as sending
from marketplace.shortlists.schemas import NOTHING
from marketplace.shortlists.service import save_listing
from tests.factories.referrals import accept, make_consent, make_draft, make_sent, make_team_of, offer_to

LIST = "/practitioners/referrals"
NEED = {
    "council": "E06000054", "team": "", "reference": "LAS-20417", "support_types": ["shopping", "swimming"],
    "care_group": "older_people", "place": "BA14 8AA", "hours_per_week": "3,5 hours", "days": ["tue"],
    "languages": ["english"], "words": "Likes gardens.",
}  # fmt: skip


def consent(**changes):
    today = clock.today()
    return {
        "version": "2", "given_by": "person", "how": "phone", "given_on_day": str(today.day),
        "given_on_month": str(today.month), "given_on_year": str(today.year), "share_with": "suitable",
        "first_name": "Edith", "contact_way": "Ring after two.",
    } | changes  # fmt: skip


async def status_of(referral_id, robin):
    return (await service.get_referral(referral_id, robin.viewer)).referral.status


async def test_a_visitor_is_led_to_sign_in(browse, db):
    answer = await browse().get(LIST)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


async def test_the_whole_way_from_a_need_to_the_answer(robin, listed):
    listing_id, amina = listed[0]
    answer = await robin.post(f"{LIST}/new", data=NEED)
    assert answer.status_code == 303
    providers = answer.headers["location"]
    assert re.fullmatch(rf"{LIST}/[0-9a-f-]{{36}}/providers", providers)
    await save_listing(listing_id, robin.viewer, NOTHING)
    page = await robin.get(providers)
    assert "From your saved list" in page.text
    assert str(listing_id) in page.text
    sent = {"version": "1", "mode": "in_order", "answer_within_days": "5", "listing": [str(listing_id)]}
    answer = await robin.post(providers, data=sent)
    consent_path = answer.headers["location"]
    page = await robin.get(consent_path)
    assert "Swimming and getting out with you" in page.text
    answer = await robin.post(consent_path, data=consent())
    detail = answer.headers["location"]
    page = await robin.get(detail)
    assert "It is sent." in page.text
    assert "Edith" in page.text
    referral_id = (await service.list_caseload(robin.viewer, CaseloadFilter())).items[0].id
    view = await service.get_referral(referral_id, robin.viewer)
    assert (view.referral.outcode, view.referral.hours_per_week) == ("BA14", 3.5)
    offer = view.offers[0]
    await answering.accept_offer(offer.id, offer.version, amina)
    page = await robin.get(f"{LIST}/{referral_id}")
    assert "Has it started?" in page.text
    for button, status in (("start", ReferralStatus.STARTED), ("end", ReferralStatus.ENDED)):
        version = (await service.get_referral(referral_id, robin.viewer)).referral.version
        data = {"version": str(version), "outcome": "finished"}
        answer = await robin.post(f"{LIST}/{referral_id}/{button}", data=data)
        assert answer.status_code == 303
        assert await status_of(referral_id, robin) is status


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("reference", "Edith Smith", "looks like a name"),
        ("reference", "", "Enter your own reference"),
        ("reference", "943 476 5919", "LAS-9434765919"),
        ("place", "Trowbridge", "first part of the postcode"),
        ("hours_per_week", "many", "Enter hours a week"),
        ("words", "Ring 01225 704512", "phone number"),
        ("words", "Lives at BA14 8AA", "full postcode"),
        ("support_types", [], "Choose what support is needed"),
        ("care_group", "", "Choose the group"),
        ("team", "nonsense", "Choose from the list"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(robin, field, value, said):
    page = await robin.post(f"{LIST}/new", data=NEED | {field: value})
    assert page.status_code == 422
    assert said in page.text
    assert f'href="#{field}"' in page.text
    assert "<title>Error: " in page.text
    assert "Likes gardens." in page.text or field == "words"
    assert (await service.list_caseload(robin.viewer, CaseloadFilter())).total == 0


async def test_a_draft_is_changed_and_thrown_away(robin):
    referral_id = await make_draft(robin.viewer)
    page = await robin.get(f"{LIST}/{referral_id}/need")
    assert 'value="LAS-20417"' in page.text
    assert "Only you can see it." in (await robin.get(f"{LIST}/{referral_id}")).text
    answer = await robin.post(f"{LIST}/{referral_id}/need", data=NEED | {"version": "1", "words": "Other."})
    assert answer.status_code == 303
    stale = await robin.post(f"{LIST}/{referral_id}/need", data=NEED | {"version": "1", "words": "Mine."})
    assert stale.status_code == 409
    assert "Mine." in stale.text
    assert 'name="version" value="2"' in stale.text
    assert (await robin.post(f"{LIST}/{referral_id}/discard", data={"version": "1"})).status_code == 409
    answer = await robin.post(f"{LIST}/{referral_id}/discard", data={"version": "2"})
    assert answer.headers["location"] == f"{LIST}?done=discarded"
    assert (await robin.get(f"{LIST}/{referral_id}")).status_code == 404


async def test_providers_are_asked_in_the_order_of_their_numbers(robin, listed):
    referral_id = await make_draft(robin.viewer)
    ids = [each for each, _ in listed]
    sent = {"version": "1", "mode": "at_once", "answer_within_days": "7", "listing": list(map(str, ids))}
    numbers = {f"order-{ids[0]}": "3", f"order-{ids[1]}": "1", f"order-{ids[2]}": "2"}
    answer = await robin.post(f"{LIST}/{referral_id}/providers", data=sent | numbers | {"go": "stay"})
    assert answer.headers["location"].endswith("/providers?done=kept")
    view = await service.get_referral(referral_id, robin.viewer)
    assert [offer.listing_id for offer in view.offers] == [ids[1], ids[2], ids[0]]
    assert (view.referral.mode, view.referral.answer_within_days) == (Mode.AT_ONCE, 7)
    page = await robin.get(f"{LIST}/{referral_id}/providers")
    assert page.text.count('type="checkbox" value=') >= 3
    assert page.text.index(str(ids[1])) < page.text.index(str(ids[2])) < page.text.index(str(ids[0]))


@pytest.mark.parametrize(
    "changes", [{"listing": []}, {"answer_within_days": "0"}, {"mode": "all"}, {"listing": ["x", "1"]}]
)
async def test_a_choice_that_cannot_be_taken_is_said(robin, listed, changes):
    referral_id = await make_draft(robin.viewer)
    ids = [str(each) for each, _ in listed]
    sent = {"version": "1", "mode": "in_order", "answer_within_days": "5", "listing": ids} | changes
    page = await robin.post(f"{LIST}/{referral_id}/providers", data=sent)
    assert page.status_code == 422
    assert "There is a problem" in page.text
    if "listing" not in changes:
        assert all(each in page.text for each in ids)


async def test_who_cannot_be_asked_is_said_and_not_offered(robin, listed):
    from tests.factories.listings import make_organization, make_personal_assistant, publish

    alone = await publish(make_personal_assistant(organization=make_organization("Nobody")))
    referral_id = await make_draft(robin.viewer)
    await save_listing(alone, robin.viewer, NOTHING)
    page = await robin.get(f"{LIST}/{referral_id}/providers")
    assert "Nobody of theirs reads this website yet" in page.text
    assert re.search(rf'value="{alone}" disabled', page.text)
    sent = {"version": "1", "mode": "in_order", "answer_within_days": "5", "listing": [str(alone)]}
    answer = await robin.post(f"{LIST}/{referral_id}/providers", data=sent)
    assert answer.status_code == 422
    assert "cannot be asked here" in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"given_by": ""}, "Choose who agreed"),
        ({"how": "x"}, "Choose how they agreed"),
        ({"given_on_year": "2099"}, "still to come"),
        ({"given_on_year": "2019"}, "more than six months ago"),
        ({"given_on_day": ""}, "real date"),
        ({"share_with": ""}, "Choose who may know"),
        ({"first_name": "Edith May Smith"}, "first name only"),
        ({"first_name": "gardens"}, "stands in your words"),
    ],
)
async def test_nothing_is_sent_without_a_whole_consent(robin, listed, changes, said):
    referral_id = await make_draft(robin.viewer, [listed[0][0]])
    page = await robin.post(f"{LIST}/{referral_id}/consent", data=consent(**changes))
    assert page.status_code == 422
    assert said in page.text
    assert "Ring after two." in page.text
    assert await status_of(referral_id, robin) is ReferralStatus.DRAFT


async def test_who_sends_it_a_second_time_is_shown_that_it_is_sent(robin, listed):
    referral_id = await make_draft(robin.viewer, [listed[0][0]])
    assert (await robin.post(f"{LIST}/{referral_id}/consent", data=consent())).status_code == 303
    again = await robin.post(f"{LIST}/{referral_id}/consent", data=consent())
    assert again.status_code == 409
    assert "LAS-20417" in again.text


async def test_more_providers_need_a_new_consent_where_it_was_for_named_ones(robin, listed):
    (first, _), (second, _), _ = listed
    named = make_consent(share_with=ShareWith.NAMED)
    referral_id = await make_sent(robin.viewer, [first], consent=named)
    await save_listing(second, robin.viewer, NOTHING)
    page = await robin.get(f"{LIST}/{referral_id}/providers")
    assert "Do they agree to these too?" in page.text
    data = {"version": "3", "listing": [str(second)]}
    assert (await robin.post(f"{LIST}/{referral_id}/add", data=data)).status_code == 422
    answer = await robin.post(f"{LIST}/{referral_id}/add", data=consent(version="3") | data)
    assert answer.headers["location"].endswith("?done=added")
    view = await service.get_referral(referral_id, robin.viewer)
    assert (len(view.offers), len(view.consents)) == (2, 2)


async def test_more_providers_need_a_new_consent_after_six_months(robin, listed):
    (first, _), (second, _), _ = listed
    sent = []
    for days in (184, 183):
        with clock.stopped_at(clock.now() - timedelta(days=days)):
            sent.append(await make_sent(robin.viewer, [first]))
    data = {"version": "3", "listing": [str(second)]}
    for referral_id, needs in zip(sent, (True, False), strict=True):
        page = await robin.get(f"{LIST}/{referral_id}/providers")
        assert ("Do they agree to these too?" in page.text) == needs
        answer = await robin.post(f"{LIST}/{referral_id}/add", data=data)
        assert answer.status_code == (422 if needs else 303)
    with pytest.raises(InvalidError):
        await sending.add_providers(sent[0], [second], 3, robin.viewer)
    answer = await robin.post(f"{LIST}/{sent[0]}/add", data=consent(version="3") | data)
    assert answer.headers["location"].endswith("?done=added")
    assert len((await service.get_referral(sent[0], robin.viewer)).consents) == 2


async def test_after_six_months_consent_is_recorded_again_before_the_next_is_asked(robin, listed):
    with clock.stopped_at(clock.now() - timedelta(days=184)):
        referral_id = await make_sent(robin.viewer, [each for each, _ in listed])
    path = f"{LIST}/{referral_id}"
    page = await robin.get(path)
    assert "Record consent again" in page.text
    assert "Ask the next one now" not in page.text
    refused = await robin.post(f"{path}/next", data={"version": "3"})
    assert refused.status_code == 409
    assert "Ask for their consent again" in refused.text
    offer = await offer_to(referral_id, listed[0][0], robin.viewer)
    await answering.decline_offer(offer.id, Reason.PRICE, "", offer.version, listed[0][1])
    assert "Ask for consent again" in (await robin.get(LIST)).text
    page = await robin.get(f"{path}/consent-again")
    assert "Does the person still agree?" in page.text
    assert page.text.count("Swimming and getting out with you</li>") == 2
    wrong = await robin.post(f"{path}/consent-again", data=consent(version="4", given_on_year="2019"))
    assert wrong.status_code == 422
    assert "Ring after two." in wrong.text
    late = await robin.post(f"{path}/consent-again", data=consent(version="3"))
    assert late.status_code == 409
    assert "Ring after two." in late.text
    answer = await robin.post(f"{path}/consent-again", data=consent(version="4"))
    assert answer.headers["location"] == f"{path}?done=agreed-again"
    page = await robin.get(answer.headers["location"])
    assert "Record consent again" not in page.text
    today, then = day_words(clock.today()), day_words(clock.today() - timedelta(days=184))
    text = re.sub(r"\s+", " ", page.text)
    title = "Swimming and getting out with you"
    assert f"{title} (asked on {today}); {title} (not asked with it)" in text
    assert f"{title} (asked on {then}); {title} (not asked with it); {title} (not asked with it)" in text
    assert "Ask the next one now" in page.text


async def test_consent_is_not_recorded_again_where_nobody_waits(robin, listed):
    referral_id = await make_sent(robin.viewer, [listed[0][0]])
    path = f"{LIST}/{referral_id}"
    assert (await robin.get(f"{path}/consent-again")).headers["location"] == path
    answer = await robin.post(f"{path}/consent-again", data=consent(version="3"))
    assert answer.status_code == 409
    draft = await make_draft(robin.viewer, [listed[0][0]])
    assert (await robin.get(f"{LIST}/{draft}/consent-again")).headers["location"] == f"{LIST}/{draft}"


async def test_every_button_needs_the_version_that_was_seen(robin, listed):
    referral_id = await make_sent(robin.viewer, [each for each, _ in listed])
    offer = await offer_to(referral_id, listed[0][0], robin.viewer)
    for button, data in (
        ("next", {}),
        ("stop", {"offer": str(offer.id)}),
        ("start", {}),
        ("take-back", {}),
        ("end", {"outcome": "not_needed"}),
    ):
        answer = await robin.post(f"{LIST}/{referral_id}/{button}", data={"version": "1"} | data)
        assert answer.status_code == 409, button
        assert "Something changed meanwhile" in answer.text
        assert "What you typed" not in answer.text, "nothing was typed"
    assert await status_of(referral_id, robin) is ReferralStatus.OPEN


async def test_a_provider_who_looks_does_not_stop_a_form_of_the_team(robin, listed):
    referral_id = await make_sent(robin.viewer, [each for each, _ in listed])
    offer = await offer_to(referral_id, listed[0][0], robin.viewer)
    await answering.open_offer(offer.id, listed[0][1])
    assert (await robin.post(f"{LIST}/{referral_id}/next", data={"version": "3"})).status_code == 303
    stale = await robin.post(f"{LIST}/{referral_id}/next", data={"version": "3"})
    assert stale.status_code == 409


async def test_the_next_is_asked_and_another_no_longer(robin, listed):
    referral_id = await make_sent(robin.viewer, [each for each, _ in listed])
    offer = await offer_to(referral_id, listed[0][0], robin.viewer)
    assert (await robin.post(f"{LIST}/{referral_id}/next", data={"version": "3"})).status_code == 303
    data = {"version": "4", "offer": str(offer.id)}
    assert (await robin.post(f"{LIST}/{referral_id}/stop", data=data)).status_code == 303
    page = await robin.get(f"{LIST}/{referral_id}")
    assert page.text.count("Not asked any more") == 1
    for wrong in ("", "x", str(referral_id)):
        data = {"version": "5", "offer": wrong}
        assert (await robin.post(f"{LIST}/{referral_id}/stop", data=data)).status_code == 404


async def test_consent_is_withdrawn_after_it_is_said_what_goes(robin, listed):
    referral_id = await make_sent(robin.viewer, [listed[0][0]])
    page = await robin.get(f"{LIST}/{referral_id}/withdraw")
    assert "we delete now, for good" in page.text
    answer = await robin.post(f"{LIST}/{referral_id}/withdraw")
    assert answer.headers["location"].endswith("?done=withdrawn")
    page = await robin.get(f"{LIST}/{referral_id}")
    for gone in ("Edith", "LAS-20417", "Likes gardens", "Ring her daughter"):
        assert gone not in page.text
    assert "No provider sees it any more." in page.text
    assert (await robin.post(f"{LIST}/{referral_id}/withdraw")).status_code == 409


async def test_a_reference_is_looked_for_and_never_stands_in_an_address(robin, listed):
    referral_id = await make_draft(robin.viewer)
    answer = await robin.post(f"{LIST}/find", data={"reference": "las-20417"})
    assert answer.headers["location"] == f"{LIST}/{referral_id}"
    missed = await robin.post(f"{LIST}/find", data={"reference": "LAS-1"})
    assert missed.status_code == 422
    assert "no referral with this reference" in missed.text
    page = await robin.get(f"{LIST}/{referral_id}")
    assert not re.search(r'(?:href|action)="[^"]*LAS-', page.text)


async def test_filters_show_a_part_of_the_caseload(robin, listed):
    team_id = await make_team_of(robin.viewer)
    await make_draft(robin.viewer, reference="MINE-1", support_types=("swimming",))
    await make_sent(robin.viewer, [listed[0][0]], reference="TEAM-2", team_id=team_id)
    for query, shown in (
        ("", {"MINE-1", "TEAM-2"}),
        ("status=draft", {"MINE-1"}),
        ("status=ended", set()),
        (f"team={team_id}", {"TEAM-2"}),
        ("support=shopping", {"TEAM-2"}),
        ("only=late", set()),
        ("only=mine&status=open", {"TEAM-2"}),
        ("status=nonsense&team=x&support=y&like=z&page=0", {"MINE-1", "TEAM-2"}),
    ):
        page = await robin.get(f"{LIST}?{query}")
        assert page.status_code == 200
        assert {each for each in ("MINE-1", "TEAM-2") if each in page.text} == shown, query


async def test_a_late_answer_comes_up(robin, listed):
    from datetime import timedelta

    with clock.stopped_at(clock.now() - timedelta(days=6)):
        referral_id = await make_sent(robin.viewer, [each for each, _ in listed])
    page = await robin.get(f"{LIST}?only=late")
    assert "LAS-20417" in page.text
    assert "Late" in page.text
    assert "An answer is late" in (await robin.get(f"{LIST}/{referral_id}")).text


async def test_a_provider_who_says_no_is_shown_with_the_reason(robin, listed):
    referral_id = await make_sent(robin.viewer, [listed[0][0]])
    offer = await offer_to(referral_id, listed[0][0], robin.viewer)
    words = "<b>Only mornings</b>"
    await answering.decline_offer(offer.id, Reason.HOURS, words, offer.version, listed[0][1])
    page = await robin.get(f"{LIST}/{referral_id}")
    assert "We cannot do these days or hours" in page.text
    assert "&lt;b&gt;Only mornings&lt;/b&gt;" in page.text
    assert "Nobody is asked now" in page.text
    for path in (f"{LIST}/{referral_id}", LIST):
        text = (await robin.get(path)).text
        assert re.search(r'class="govuk-tag [^>]*>Nobody is asked<', text), path
        assert not re.search(r'class="govuk-tag [^>]*>Providers are asked<', text), path


async def test_who_adds_providers_is_told_that_they_are_asked_now(robin, listed):
    referral_id = await make_sent(robin.viewer, [listed[0][0]])
    page = await robin.get(f"{LIST}/{referral_id}/providers")
    assert "<title>Add providers" in page.text
    assert "They are asked now, or when it is their turn." in page.text
    assert "only after you have recorded consent" not in page.text


async def test_pages_ask_a_fixed_small_number_of_things(robin, listed, statements):
    ids = [each for each, _ in listed]
    few = await make_sent(robin.viewer, ids[:1], reference="FEW-1")
    many = await make_sent(robin.viewer, ids, reference="MANY-1")
    await accept(many, ids[0], listed[0][1], robin.viewer)
    counts = {}
    for path in (LIST, f"{LIST}/{few}", f"{LIST}/{many}", f"{LIST}/{few}/providers"):
        async with statements() as run:
            assert (await robin.get(path)).status_code == 200
        counts[path] = len(run)
    assert list(counts.values()) == [4, 7, 7, 10]


async def test_who_works_for_two_councils_chooses_a_team_of_the_right_one(browse, robin):
    from marketplace.accounts.service import grant_role
    from tests.factories.accounts import make_account, sign_in_as, viewer_of

    account = await make_account("practitioner")
    await grant_role(account.id, "practitioner", "E06000023", actor="test")
    both = await viewer_of(account, second_factor=True)
    async with browse() as browser:
        await sign_in_as(browser, account)
        here = await make_team_of(both, name="Here")
        there = await make_team_of(both, name="There", council="E06000023")
        assert 'name="council"' in (await browser.get(f"{LIST}/new")).text
        page = await browser.post(f"{LIST}/new", data=NEED | {"team": str(there)})
        assert page.status_code == 422
        assert "Choose a team of this council" in page.text
        referral_id = await make_draft(both)
        page = await browser.get(f"{LIST}/{referral_id}")
        assert str(here) in page.text
        assert str(there) not in page.text
        data = {"version": "1", "team": str(there)}
        assert (await browser.post(f"{LIST}/{referral_id}/hand-over", data=data)).status_code == 422
        data = {"version": "1", "team": str(here)}
        assert (await browser.post(f"{LIST}/{referral_id}/hand-over", data=data)).status_code == 303


ODD = [
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "9" * 5_000,
    "'; DROP TABLE x",
    "🙂" * 300,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_nothing_that_is_typed_breaks_a_page(robin, listed, text):
    referral_id = await make_draft(robin.viewer, [listed[0][0]])
    offer = await offer_to(referral_id, listed[0][0], robin.viewer)
    fields = {
        "new": dict.fromkeys(NEED, text),
        "find": {"reference": text},
        f"{referral_id}/need": dict.fromkeys([*NEED, "version"], text),
        f"{referral_id}/providers": dict.fromkeys(
            ["version", "mode", "answer_within_days", "listing", f"order-{listed[0][0]}", "go"], text
        ),
        f"{referral_id}/add": {"version": text, "listing": text},
        f"{referral_id}/consent": dict.fromkeys(consent(), text),
        f"{referral_id}/end": {"version": text, "outcome": text},
        f"{referral_id}/hand-over": {"version": text, "team": text},
        f"{referral_id}/stop": {"version": text, "offer": str(offer.id)},
        f"{referral_id}/next": {"version": text},
        f"{referral_id}/discard": {"version": text},
    }
    for path, data in fields.items():
        answer = await robin.post(f"{LIST}/{path}", data=data)
        assert answer.status_code in {404, 409, 422}, path
    for query in ("page", "status", "team", "support", "like", "only", "done"):
        answer = await robin.get(LIST, params={query: text})
        assert answer.status_code == 200, query
    assert await status_of(referral_id, robin) is ReferralStatus.DRAFT


async def test_choosing_and_adding_at_the_wrong_time_is_said(robin, listed):
    ids = [each for each, _ in listed]
    draft = await make_draft(robin.viewer, words="Not sent.")
    sent = await make_sent(robin.viewer, ids[:1])
    over = await make_sent(robin.viewer, ids[:1], consent=make_consent(share_with=ShareWith.NAMED))
    await accept(over, ids[0], listed[0][1], robin.viewer)
    choice = {"version": "3", "mode": "in_order", "answer_within_days": "5", "listing": [str(ids[1])]}
    for referral_id, part in ((draft, "add"), (sent, "providers"), (over, "add"), (over, "providers")):
        answer = await robin.post(f"{LIST}/{referral_id}/{part}", data=choice)
        assert answer.status_code == 409, part
        assert "LAS-20417" in answer.text
    assert (await robin.get(f"{LIST}/{over}/providers")).status_code == 303
    assert (await robin.get(f"{LIST}/{sent}/consent")).status_code == 303
    assert (await robin.get(f"{LIST}/{sent}/need")).status_code == 303
    assert (await robin.post(f"{LIST}/{sent}/need", data=NEED | {"version": "3"})).status_code == 409
