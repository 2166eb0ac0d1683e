"""What waits for which steward, in which order, and who looks at it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL, CouncilSettings
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import Fact, Reading, Step
from marketplace.listings.reviewing import rules as reviewing_rules
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.risks import rules
from marketplace.listings.reviewing.risks.schemas import Around
from marketplace.listings.reviewing.schemas import QueueFilter, Wanted
from marketplace.listings.schemas import Check, CostOption, CostUnit, ListingKind, ServiceArea
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.listings import (
    EXETER,
    FEW_PLACES,
    make_activity,
    make_personal_assistant,
    publish,
)
from tests.factories.providers import ACTIVITY, ASSISTANT, ENTERPRISE, make_provider, make_submitted
from tests.reviewing.test_deciding import NEW_TITLE, make_change, make_steward

SETTINGS = CouncilSettings(code=COUNCIL, name="Wiltshire", required_checks={})
NOWHERE = Around()


@pytest.fixture
async def wiltshire(db):
    await councils.add_council(COUNCIL, actor=ACTOR)


def risks(draft, before=None, *, facts=(), around=NOWHERE, settings=SETTINGS):
    reading = Reading(draft=draft, before=before, facts=facts, problems=())
    return rules.find_risks(reading, settings, around, clock.today())


# -- the queue -------------------------------------------------------------------------------------


async def test_queue_of_somebody_who_is_no_steward_is_empty(wiltshire):
    provider = await make_provider()
    await make_submitted(provider)
    with pytest.raises(NotFoundError):
        await reviewing.list_queue(ANONYMOUS)
    for other in (provider, await make_steward("E10000008"), await make_steward(NATIONAL)):
        assert (await reviewing.list_queue(other)).items == ()
        assert (await reviewing.count_queue(other)).waiting == 0


async def test_oldest_comes_first_and_what_does_not_wait_is_not_in_it(wiltshire):
    provider, steward, ids = await make_provider(), await make_steward(), []
    for days in (3, 9, 6):
        with clock.stopped_at(clock.now() - timedelta(days=days)):
            ids.append((await make_submitted(provider)).id)
    taken = await make_submitted(provider)
    await editing.take_back(taken.id, taken.version, provider)
    queue = await reviewing.list_queue(steward)
    assert [item.id for item in queue.items] == [ids[1], ids[2], ids[0]]
    assert (await reviewing.count_queue(steward)).waiting == 3


async def test_queue_is_paged_without_loss(wiltshire, monkeypatch):
    monkeypatch.setattr(reviewing, "PER_PAGE", 2)
    provider, steward = await make_provider(), await make_steward()
    made = {(await make_submitted(provider)).id for _ in range(5)}
    pages = [await reviewing.list_queue(steward, page) for page in (1, 2, 3, 4)]
    assert [len(page.items) for page in pages] == [2, 2, 1, 0]
    assert {item.id for page in pages for item in page.items} == made
    assert all(page.total == 5 for page in pages)


async def test_queue_can_be_narrowed(wiltshire):
    provider, steward = await make_provider(), await make_steward()
    assistant = await make_submitted(provider)
    activity = await make_submitted(provider, ACTIVITY, ListingKind.COMMUNITY_ACTIVITY)
    insured = make_activity(checks=(Check(kind="insurance", checked_on=clock.today()),))
    changed = await make_change(provider, NEW_TITLE, insured)

    async def found(**values):
        return {item.id for item in (await reviewing.list_queue(steward, 1, QueueFilter(**values))).items}

    assert await found() == {assistant.id, activity.id, changed.id}
    assert await found(wanted=Wanted.NEW) == {assistant.id, activity.id}
    assert await found(wanted=Wanted.CHANGES) == {changed.id}
    assert await found(kind=ListingKind.PERSONAL_ASSISTANT) == {assistant.id}
    assert await found(risk="new_provider") == {assistant.id, activity.id}
    assert await found(risk="no such risk") == set()
    assert await found(only_risky=True) == {assistant.id, activity.id}


async def test_statements_of_the_queue_do_not_grow_with_it(wiltshire, statements):
    provider, steward = await make_provider(), await make_steward()
    numbers = []
    for _ in range(3):
        await make_submitted(provider)
        async with statements() as run:
            await reviewing.list_queue(steward)
        numbers.append(len(run))
    assert set(numbers) == {3}


async def test_others_see_who_looks_for_some_minutes_and_nobody_is_kept_out(wiltshire):
    one, other = await make_steward(name="Una"), await make_steward(name="Otto")
    request = await make_submitted(await make_provider())
    assert (await reviewing.get_review(request.id, one, FEW_PLACES)).look is None
    assert (await reviewing.get_review(request.id, other, FEW_PLACES)).look.name == "Una"
    assert (await reviewing.get_review(request.id, one, FEW_PLACES)).look is None
    assert (await reviewing.list_queue(other)).items[0].look.name == "Una"
    assert (await reviewing.list_queue(one)).items[0].look is None
    with clock.stopped_at(clock.now() + reviewing_rules.LOOK_FOR):
        assert (await reviewing.list_queue(other)).items[0].look is None
        assert (await reviewing.get_review(request.id, other, FEW_PLACES)).look is None
        assert (await reviewing.get_review(request.id, one, FEW_PLACES)).look.name == "Otto"
        await reviewing.approve(request.id, request.version, None, one, FEW_PLACES)
    assert (await reviewing.get_review(request.id, one, FEW_PLACES)).look is None


async def test_what_somebody_looked_at_is_forgotten_with_them(wiltshire):
    one, other = await make_steward(), await make_steward()
    request = await make_submitted(await make_provider())
    await reviewing.get_review(request.id, one, FEW_PLACES)
    holder = reviewing.LookHolder()
    assert await holder.export(one.account_id) == []
    await holder.erase(one.account_id)
    assert (await reviewing.get_review(request.id, other, FEW_PLACES)).look is None


async def test_steward_who_writes_for_somebody_is_told_apart(wiltshire):
    provider = await make_provider()
    request = await make_submitted(provider)
    assert not (await reviewing.get_review(request.id, await make_steward(), FEW_PLACES)).is_by_steward


# -- risks -----------------------------------------------------------------------------------------


def test_every_risk_has_words_and_they_are_told_gravest_first():
    words = rules.risk_words()
    assert next(iter(words)) == rules.SAFEGUARDING
    assert all(words.values())
    assert rules.words_for(["new_provider", "children", "of a later time"]) == (
        words["children"],
        words["new_provider"],
    )


def test_plain_listing_has_no_risk():
    assert risks(make_activity()) == ()


def test_new_provider_duplicates_and_moves_are_told():
    around = Around(is_new_provider=True, has_duplicates=True, moved_miles=rules.FAR_MILES + 1)
    assert risks(make_activity(), around=around) == ("moved", "new_provider", "duplicate")
    assert risks(make_activity(), around=Around(moved_miles=rules.FAR_MILES)) == ()
    assert risks(make_activity(), around=Around(has_other_council=True)) == ("moved",)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Ring Jo on 01225 700 123 to book.", "contacts"),
        ("Write to jo@example.org to book.", "contacts"),
        ("Come to my house, SN12 6AD.", "contacts"),
        ("See www.example.org/book for more.", "links"),
    ],
)
def test_ways_round_this_site_are_told_where_they_are_new(words, code):
    draft = make_activity(description=words)
    assert risks(draft) == (code,)
    assert risks(draft, make_activity()) == (code,)
    assert risks(draft, draft) == ()


def test_website_and_venue_are_no_ways_round():
    draft = make_activity()
    website = replace(draft.organization, website="https://club.example.org")
    assert risks(replace(draft, organization=website)) == ()


@pytest.mark.parametrize(
    ("unit", "pence", "is_odd"),
    [
        (CostUnit.HOUR, 2_00, True),
        (CostUnit.HOUR, 61_00, True),
        (CostUnit.HOUR, 20_00, False),
        (CostUnit.SESSION, 8_00, False),
        (CostUnit.SESSION, 200_00, True),
        (CostUnit.FREE, 0, False),
    ],
)
def test_unusual_prices_are_told(unit, pence, is_odd):
    draft = make_activity(costs=(CostOption(unit=unit, amount_pence=pence),))
    assert ("price_odd" in risks(draft)) == is_odd
    assert "price_odd" not in risks(draft, draft)


def test_hour_of_a_personal_assistant_below_the_lowest_wage_is_told():
    draft = make_personal_assistant(costs=(CostOption(unit=CostUnit.HOUR, amount_pence=11_00),))
    assert "price_odd" in risks(draft)


@given(st.integers(100, 50_00), st.integers(100, 50_00))
def test_price_that_changed_a_lot_is_told_whichever_way(before, after):
    drafts = [make_activity(costs=(CostOption(unit=CostUnit.HOUR, amount_pence=p),)) for p in (before, after)]
    there, back = ("price_jumped" in risks(*pair) for pair in (drafts[::-1], drafts))
    assert there == back == (max(before, after) > rules.MOST_CHANGE * min(before, after))


def test_evidence_that_runs_out_is_told():
    soon = clock.today() + timedelta(days=SETTINGS.warn_days)
    for day, is_told in ((soon, True), (soon + timedelta(days=1), False), (None, False)):
        facts = (Fact(kind="insurance", expires_on=day),)
        assert ("expiring_checks" in risks(make_activity(), facts=facts)) == is_told


def test_only_the_last_of_the_checks_that_are_needed_counts():
    today = clock.today()
    needed = replace(SETTINGS, required_checks={"community_activity": ("insurance",)})
    old = Check(
        kind="insurance", checked_on=today - timedelta(days=400), expires_on=today - timedelta(days=30)
    )
    new = Check(
        kind="insurance", checked_on=today - timedelta(days=30), expires_on=today + timedelta(days=400)
    )
    assert "expiring_checks" in risks(make_activity(checks=(old,)), settings=needed)
    assert "expiring_checks" not in risks(make_activity(checks=(old, new)), settings=needed)
    assert "expiring_checks" not in risks(make_activity(checks=(old,)))


async def test_first_request_of_a_provider_is_a_new_providers(wiltshire):
    provider, steward = await make_provider(), await make_steward()
    request = await make_submitted(provider)
    assert "new_provider" in request.risks
    await reviewing.approve(request.id, request.version, None, steward, FEW_PLACES)
    assert "new_provider" not in (await make_change(provider, NEW_TITLE)).risks


async def test_same_name_of_another_provider_is_told_as_a_possible_duplicate(wiltshire):
    steward, provider = await make_steward(), await make_provider()
    first = await make_submitted(provider, ENTERPRISE, ListingKind.MICRO_ENTERPRISE)
    assert "duplicate" not in first.risks
    await reviewing.approve(first.id, first.version, None, steward, FEW_PLACES)
    answers = ENTERPRISE | {"organization_name": "AVON home-help", "title": "Something else altogether"}
    second = await make_submitted(await make_provider(), answers, ListingKind.MICRO_ENTERPRISE)
    assert "duplicate" in second.risks
    (found,) = (await reviewing.get_review(second.id, steward, FEW_PLACES)).duplicates
    assert (found.listing_id, found.same_provider, found.same_title) == (first.listing_id, True, False)


async def test_personal_assistants_of_one_name_are_no_duplicates(wiltshire):
    steward = await make_steward()
    first = await make_submitted(await make_provider())
    await reviewing.approve(first.id, first.version, None, steward, FEW_PLACES)
    other = ASSISTANT | {"title": "Help at home and in the garden"}
    assert "duplicate" not in (await make_submitted(await make_provider(), other)).risks


async def test_base_that_moved_far_is_told(wiltshire):
    draft = make_personal_assistant()
    provider = await make_provider()
    request = await make_change(provider, {Step.TRAVEL: {"base_postcode": EXETER, "miles": "5"}}, draft)
    assert "moved" in request.risks
    assert request.council_code == NATIONAL


async def test_area_alone_is_no_move(wiltshire):
    draft = make_personal_assistant(area=ServiceArea(named=("SN12",)))
    await publish(draft)
    assert "moved" not in risks(draft, draft)


async def test_account_without_any_role_has_no_queue(wiltshire):
    viewer = await viewer_of(await make_account(Role.PERSON))
    assert (await reviewing.list_queue(viewer)).total == 0
