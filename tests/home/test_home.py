"""What needs somebody now stands first, for each role, at a fixed small price."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Grant, Role, Viewer
from marketplace.accounts.service import add_account, find_account
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from marketplace.councils import service as councils
from marketplace.councils.schemas import SafeguardingContact
from marketplace.home.needs import rules
from marketplace.home.parts.rules import parts_of
from marketplace.home.service import get_home
from marketplace.kernel import clock
from marketplace.kernel.needs import Need
from marketplace.listings.capacity.service import ask_what_is_free
from marketplace.listings.editing import service as editing
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.expiring.service import tell_of_expiring_checks
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.freshness.service import take_steps
from marketplace.listings.organizations.claims.service import claim_listing
from marketplace.listings.organizations.service import create_organization
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.schemas import Check, HiddenReason
from marketplace.listings.service import get_stored
from marketplace.listings.states.service import hide_listing
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SignalKind
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.enquiries import make_answered, make_offer, make_talk
from tests.factories.evidence import make_pdf
from tests.factories.listings import make_organization, make_personal_assistant, publish
from tests.factories.providers import make_provider, make_submitted, make_written
from tests.factories.referrals import make_listed, make_practitioner, make_sent
from tests.factories.signals import look_for, publish_signals

OTHER_COUNCIL = "E06000023"
LATER_PAGE_BYTES = 6_000
EVERY_ROLE = tuple(Grant(role, None if role in {"person", "provider"} else COUNCIL) for role in Role)


async def codes_of(viewer):
    """What waits, in the order of the page, as codes."""
    words = {say(count): code for code, (_, say) in rules.NEEDS.items() for count in range(1, 31)}
    return [words[line.words] for line in (await get_home(viewer)).lines]


async def staff(role, council=COUNCIL):
    await councils.add_council(council, actor=ACTOR)
    return await viewer_of(await make_account(role, council))


async def test_a_visitor_signs_in_first(browse):
    answer = await (await browse()).get("/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/home")


async def test_who_is_new_is_told_that_nothing_waits_and_where_to_go(browse):
    browser = await browse(await make_account("person"))
    page = (await browser.get("/home?done=joined")).text
    assert "Your account is ready." in page
    assert "Nothing needs you now" in page
    assert re.findall(r'href="(/search|/saved|/messages)"', page.split("<main")[1]) == [
        "/search", "/saved", "/messages"
    ]  # fmt: skip
    assert '<a href="/home" aria-current="page">Home</a>' in page


async def test_an_answer_to_read_stands_first_with_a_link_and_since_when(browse):
    talk = await make_answered()
    page = (await (await browse(talk.person_account)).get("/home")).text
    first = page.split("<h1")[1].split("<li>")[1].split("</li>")[0]
    assert 'href="/messages"' in first
    assert "You have a message to read" in first
    assert "since today" in first
    assert "Nothing needs you now" in (await (await browse(talk.offer.account)).get("/home")).text


async def test_several_are_one_sentence_with_their_number(browse):
    offer = await make_offer()
    for _ in range(3):
        await make_talk(offer=offer)
    page = (await (await browse(offer.account)).get("/home")).text
    assert "3 people wait for your answer" in page


async def test_a_provider_without_a_listing_begins(db):
    viewer = await make_provider()
    assert await codes_of(viewer) == ["listing_to_start"]
    await make_written(viewer)
    assert await codes_of(viewer) == []


async def test_what_somebody_claims_is_theirs_waits_for_a_steward_and_not_for_them(db):
    listing_id, _ = await make_listed()
    steward, viewer = await staff("steward"), await make_provider()
    await claim_listing(listing_id, viewer, "Everybody in the hall knows me.")
    assert await codes_of(viewer) == []
    assert await codes_of(steward) == ["claims_to_decide"]


async def test_what_was_begun_and_left_is_told_after_days(db):
    viewer = await make_provider()
    await make_written(viewer)
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        assert await codes_of(viewer) == ["listing_unfinished"]


async def test_a_request_waits_for_the_steward_and_then_for_the_provider(db):
    steward, viewer = await staff("steward"), await make_provider()
    request = await make_submitted(viewer)
    assert await codes_of(steward) == ["listings_to_check"]
    assert await codes_of(viewer) == []
    await reviewing.ask_for_changes(request.id, request.version, "Please say on which days.", steward)
    assert await codes_of(steward) == []
    assert await codes_of(viewer) == ["listing_returned"]
    again = await editing.get_request(request.id, viewer)
    assert again.note


async def test_evidence_that_was_sent_waits_for_a_steward(db):
    steward = await staff("steward")
    listing_id, viewer = await make_listed()
    organization_id = (await evidence_organization(listing_id)).id
    facts = ClaimFacts(
        kind="insurance", reference="A1", amount_pence=500_000_000, expires_on=date(2030, 1, 1)
    )
    await evidence.add_claim(organization_id, facts, [make_pdf()], viewer)
    assert await codes_of(steward) == ["evidence_to_check"]


async def evidence_organization(listing_id):
    return (await get_stored(listing_id)).draft.organization


async def test_a_listing_out_of_sight_is_urgent_and_one_to_confirm_is_not(db):
    viewer = await make_provider()
    organization = make_organization(id=await create_organization("Amina K.", viewer))
    start = datetime(2026, 12, 7, 12, tzinfo=UTC)
    with clock.stopped_at(start):
        hidden = await publish(make_personal_assistant(organization=organization, capacity=None))
        await publish(make_personal_assistant(organization=organization, capacity=None))
        await hide_listing(hidden, HiddenReason.NOT_SIGNED_IN, actor=ACTOR)
    with clock.stopped_at(start + timedelta(days=100)):
        await take_steps()
        home = await get_home(viewer)
        assert await codes_of(viewer) == ["listing_hidden", "listing_to_confirm"]
    assert [line.is_urgent for line in home.lines] == [True, False]


async def test_free_time_that_was_asked_for_waits_until_it_is_said(db):
    start = datetime(2026, 6, 10, 12, tzinfo=UTC)
    with clock.stopped_at(start):
        _, viewer = await make_listed()
    with clock.stopped_at(start + timedelta(days=60)):
        await ask_what_is_free()
        assert "capacity_to_confirm" in await codes_of(viewer)


async def test_a_check_that_runs_out_waits_until_the_new_one_is_sent(db):
    start = datetime(2027, 3, 20, 12, tzinfo=UTC)
    check = Check(kind="insurance", checked_on=date(2026, 3, 24), expires_on=date(2027, 3, 24))
    with clock.stopped_at(start - timedelta(days=30)):
        listing_id, viewer = await make_listed(checks=(check,), capacity=None)
    with clock.stopped_at(start):
        await tell_of_expiring_checks()
        assert await codes_of(viewer) == ["checks_running_out"]
        organization = await evidence_organization(listing_id)
        facts = ClaimFacts(
            kind="insurance", reference="A1", amount_pence=500_000_000, expires_on=date(2030, 1, 1)
        )
        await evidence.add_claim(organization.id, facts, [make_pdf()], viewer)
        assert await codes_of(viewer) == []


async def test_safety_stands_before_all_else_and_another_council_sees_nothing(db):
    steward, stranger = await staff("steward"), await staff("steward", OTHER_COUNCIL)
    await make_submitted(await make_provider())
    listing_id, _ = await make_listed()
    for kind in (ConcernKind.WRONG, ConcernKind.SAFEGUARDING):
        await report_concern(listing_id, NewConcern(kind=kind, words="This is not right."), host="a")
    assert await codes_of(steward) == ["concerns_urgent", "concerns_open", "listings_to_check"]
    assert await codes_of(stranger) == []


async def test_a_referral_waits_for_the_provider_and_when_late_for_the_practitioner(db):
    practitioner = await make_practitioner()
    listing_id, provider = await make_listed()
    await make_sent(practitioner, [listing_id])
    assert await codes_of(provider) == ["referrals_to_answer"]
    assert await codes_of(practitioner) == []
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        assert await codes_of(practitioner) == ["referrals_overdue"]


async def test_a_commissioner_reads_what_was_lacking_last_month_from_five_askers_on(db):
    viewer = await staff("commissioner")
    last_month = (clock.today().replace(day=1) - timedelta(days=3)).isoformat()
    at = datetime.fromisoformat(f"{last_month}T12:00:00+00:00")
    await look_for(4, at=at, types=("swimming",))
    await look_for(5, at=at, types=("cooking_meals",))
    await look_for(5, at=at, types=("driving",), results=1)
    await look_for(5, at=at, types=("driving",), council="E06000066")
    for reason in ("no_capacity", "changed_mind"):
        for _ in range(5):
            with clock.stopped_at(at):
                await signals.note_outcome(
                    OutcomeSignal(
                        kind=SignalKind.ENQUIRY,
                        council_code=COUNCIL,
                        outcode="BA12",
                        support_types=("driving",),
                        outcome="not_taken_up",
                        reason=reason,
                    )
                )
    assert await codes_of(viewer) == []
    await publish_signals()
    assert await codes_of(viewer) == ["searches_unmet", "outcomes_unmet"]
    assert "In one place people looked" in (await get_home(viewer)).lines[0].words


async def test_an_administrator_is_told_that_the_contact_is_missing(db):
    viewer = await staff("administrator")
    assert await codes_of(viewer) == ["contact_missing"]
    settings = await councils.get_council_settings(COUNCIL)
    contact = SafeguardingContact(name="Team", phone="01632 960161", email="safe@example.org")
    await councils.update_council_settings(COUNCIL, {"safeguarding": contact}, settings.version, actor=ACTOR)
    assert await codes_of(viewer) == []


async def test_staff_without_a_second_step_are_told_to_set_it_up_and_nothing_of_the_council(db):
    await make_submitted(await make_provider())
    account = await make_account("steward")
    assert await codes_of(await viewer_of(account, second_factor=False)) == ["second_factor_to_set_up"]


@pytest.mark.parametrize("role", [*Role, "all"])
async def test_the_page_is_light_and_asks_a_fixed_small_number_of_times(browse, statements, role):
    grants = EVERY_ROLE if role == "all" else [g for g in EVERY_ROLE if g.role == role]
    await councils.add_council(COUNCIL, actor=ACTOR)
    account_id = await add_account("all@example.org", "Robin", password=None, grants=grants, actor=ACTOR)
    browser = await browse(await find_account(account_id))
    counts = []
    for _ in range(2):
        async with statements() as run:
            page = await browser.get("/home", headers={"accept-encoding": "br"})
        assert page.status_code == 200
        assert int(page.headers["content-length"]) <= LATER_PAGE_BYTES
        counts.append(len(run))
        for _ in range(3):
            await make_submitted(await make_provider())
            await make_talk(person=await find_account(account_id))
    assert counts[0] == counts[1] <= 11, counts


def test_since_when_is_said_as_people_say_it():
    today = date(2026, 11, 22)
    days = (today, today - timedelta(days=1), date(2026, 11, 3), date(2025, 11, 3))
    assert [rules.since_words(day, today) for day in days] == [
        "since today",
        "since yesterday",
        "since 3 November",
        "since 3 November 2025",
    ]


def test_all_that_may_wait_has_words_for_one_and_for_many_and_leads_somewhere():
    for code, (url, say) in rules.NEEDS.items():
        assert url.startswith("/"), code
        assert say(1), code
        assert "%(" not in say(1) + say(12), code
    assert rules.URGENT.issubset(rules.NEEDS)


def test_the_most_urgent_stands_first_whatever_came_first():
    needs = [Need(code=code, count=2) for code in reversed(rules.NEEDS)]
    lines = rules.lines_of(needs, date(2026, 11, 22), lambda at: at.date())
    assert [line.url for line in lines] == [url for url, _ in rules.NEEDS.values()]


def test_who_has_several_roles_finds_the_links_of_each_under_its_name():
    everybody = Viewer(account_id=None, grants=EVERY_ROLE)
    assert len(parts_of(everybody)) == 1, "who is not signed in has no role"
    many = parts_of(Viewer(account_id=uuid4(), grants=EVERY_ROLE, has_second_factor=True))
    assert len(many) == len({part.title for part in many}) == len(Role)
    (one,) = parts_of(Viewer(account_id=uuid4(), grants=(Grant(Role.PROVIDER),)))
    assert not one.title
