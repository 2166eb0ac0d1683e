"""What is said of checks in a listing is claimed at once, without doubles, and what was decided stays."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.accounts.schemas import Role
from marketplace.audit.service import list_history
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.keeping import service as keeping
from marketplace.listings.editing.schemas import RequestStatus, Step
from marketplace.listings.editing.steps.rules import FIELDS
from marketplace.listings.evidence import repository
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.rules import fields_of
from marketplace.listings.evidence.saying import rules
from marketplace.listings.evidence.saying import service as saying
from marketplace.listings.evidence.saying.schemas import Said
from marketplace.listings.evidence.schemas import Acceptance, Claim, ClaimFacts, ClaimStatus
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.schemas import RejectReason
from marketplace.listings.schemas import ListingKind
from tests.factories.accounts import make_account, viewer_of
from tests.factories.evidence import make_pdf
from tests.factories.listings import ACTOR, FEW_PLACES
from tests.factories.providers import ENTERPRISE, make_provider, make_submitted, make_written, write

TODAY = clock.today()
NEXT_YEAR = TODAY.year + 1
SAYS = ENTERPRISE | {
    "data_protection": "yes",
    "data_protection_number": "za 123456",
    "training": ["safeguarding_training", "first_aid"],
}
NEEDED = ["safeguarding_training"]
KINDS = {"dbs", "insurance", "data_protection", "safeguarding_training", "first_aid"}
MICRO = ListingKind.MICRO_ENTERPRISE
SEEN = Acceptance(checked_on=date(2025, 5, 2), level="enhanced")


async def claims_of(request, status=None):
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT id FROM check_claim WHERE organization = $1 ORDER BY created_at, kind",
            request.organization.id,
        )
    found = [await repository.find(row["id"]) for row in rows]
    return [claim for claim in found if status is None or claim.status is status]


async def submit(viewer):
    """A new listing that says all kinds, handed in."""
    return await make_submitted(viewer, SAYS, MICRO)


async def waiting(request):
    return {claim.facts.kind: claim for claim in await claims_of(request, ClaimStatus.WAITING)}


async def steward():
    return await viewer_of(await make_account(Role.STEWARD, "national"))


async def again(request, viewer, **answers):
    """Take a request back, answer otherwise, and hand it in."""
    await editing.take_back(request.id, request.version, viewer)
    request = await write(request.id, SAYS | answers, viewer)
    return await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)


async def change(request, viewer, **answers):
    """Change a listing that was approved, and hand that in."""
    request_id = await editing.start_change(request.listing_id, viewer)
    written = await editing.get_request(request_id, viewer)
    if answers:
        await editing.save_answers(request_id, Step.CHECKS, answers, written.version, viewer)
        written = await editing.get_request(request_id, viewer)
    return await editing.hand_in(request_id, written.version, viewer, FEW_PLACES)


async def approve(request):
    by = await steward()
    await reviewing.approve(request.id, request.version, None, by, FEW_PLACES)


async def test_what_is_handed_in_is_on_the_stewards_list_as_said_and_not_seen(db):
    viewer = await make_provider()
    request = await make_written(viewer, SAYS, MICRO)
    assert await claims_of(request) == []
    request = await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)
    found = await waiting(request)
    assert set(found) == KINDS
    assert all(claim.is_only_said and not claim.files for claim in found.values())
    assert found["dbs"].facts == ClaimFacts(kind="dbs", level="enhanced", checked_on=date(2025, 5, 1))
    assert found["insurance"].facts.expires_on == date(NEXT_YEAR, 5, 1)
    page = await deciding.list_waiting_claims(await steward())
    assert {claim.id for claim in page.items} == {claim.id for claim in found.values()}


async def test_handing_in_again_makes_no_doubles_and_changes_an_open_claim(db):
    viewer = await make_provider()
    request = await submit(viewer)
    before = await waiting(request)
    request = await again(request, viewer)
    assert await waiting(request) == before
    request = await again(request, viewer, insurance_until=f"2 June {NEXT_YEAR}", dbs_level="basic")
    after = await waiting(request)
    assert {kind: claim.id for kind, claim in after.items()} == {kind: one.id for kind, one in before.items()}
    assert after["insurance"].facts.expires_on == date(NEXT_YEAR, 6, 2)
    assert after["dbs"].facts.level == "basic"
    assert after["dbs"].version == before["dbs"].version + 1
    assert after["safeguarding_training"] == before["safeguarding_training"]
    actions = [entry.action for entry in await list_history("check_claim", after["dbs"].id)]
    assert actions == ["say", "say_otherwise"]


async def test_what_is_said_no_more_is_taken_from_the_list(db):
    viewer = await make_provider()
    request = await again(
        await submit(viewer), viewer, data_protection="no", training=["safeguarding_training"]
    )
    assert set(await waiting(request)) == {"dbs", "insurance", "safeguarding_training"}
    request = await again(request, viewer)
    assert set(await waiting(request)) == KINDS


async def test_papers_make_the_same_claim_a_sent_one_which_stays(db):
    viewer = await make_provider()
    request = await submit(viewer)
    said = (await waiting(request))["insurance"]
    facts = ClaimFacts(kind="insurance", amount_pence=5_000_000_00, expires_on=date(NEXT_YEAR, 5, 1))
    claim_id = await evidence.add_claim(request.organization.id, facts, [make_pdf()], viewer)
    sent = (await waiting(request))["insurance"]
    assert (claim_id, sent.is_only_said, len(sent.files)) == (said.id, False, 1)
    assert sent.facts.amount_pence == 5_000_000_00
    assert sent.created_at == said.created_at
    request = await again(request, viewer, insurance_until=f"2 June {NEXT_YEAR}")
    changed = (await waiting(request))["insurance"]
    assert changed.facts == replace(sent.facts, expires_on=date(NEXT_YEAR, 6, 2))
    assert len(changed.files) == 1


async def test_a_second_form_for_what_was_sent_in_is_told(db):
    viewer = await make_provider()
    request = await submit(viewer)
    facts = ClaimFacts(kind="insurance", amount_pence=5_000_000_00, expires_on=date(NEXT_YEAR, 5, 1))
    await evidence.add_claim(request.organization.id, facts, [], viewer)
    with pytest.raises(ConflictError):
        await evidence.add_claim(request.organization.id, facts, [], viewer)


async def test_a_paper_that_is_added_makes_it_a_sent_one(db):
    viewer = await make_provider()
    request = await submit(viewer)
    claim = (await waiting(request))["data_protection"]
    await evidence.add_file(claim.id, make_pdf(), viewer)
    request = await again(request, viewer, data_protection="no")
    assert (await waiting(request))["data_protection"].id == claim.id


@pytest.mark.parametrize("decision", ["accepted", "refused"])
async def test_what_was_decided_stays_and_is_asked_again_when_the_fact_changed(db, decision):
    viewer = await make_provider()
    request = await submit(viewer)
    claim, by = (await waiting(request))["dbs"], await steward()
    if decision == "accepted":
        # The steward corrects the day: the provider still says what was seen.
        await deciding.accept_check(claim.id, claim.version, SEEN, by)
    else:
        await deciding.refuse_check(claim.id, claim.version, "Nobody could show it.", by)
    decided = await evidence.get_own_claim(claim.id, viewer)
    request = await again(request, viewer)
    assert "dbs" not in await waiting(request)
    request = await again(request, viewer, dbs_on="3 June 2025")
    found = (await waiting(request))["dbs"]
    assert found.id != claim.id
    assert found.facts.checked_on == date(2025, 6, 3)
    assert await evidence.get_own_claim(claim.id, viewer) == decided
    request = await again(request, viewer)
    assert "dbs" not in await waiting(request)


async def test_a_change_of_something_else_asks_nothing_again(db):
    viewer = await make_provider()
    request = await submit(viewer)
    await approve(request)
    other = replace(ClaimFacts(kind="insurance"), amount_pence=2_000_000_00, expires_on=date(NEXT_YEAR, 9, 9))
    await evidence.add_claim(request.organization.id, other, [], viewer)
    changed = await change(request, viewer, training=["safeguarding_training", "food_hygiene"])
    found = await waiting(changed)
    assert found["insurance"].facts == other
    assert "food_hygiene" in found


@pytest.mark.parametrize("end", ["discard", "reject"])
async def test_changes_that_come_to_nothing_set_back_what_the_listing_says(db, end):
    viewer = await make_provider()
    request = await submit(viewer)
    await approve(request)
    before = await waiting(request)
    changed = await change(
        request, viewer, **_checks(dbs_level="basic", training=["safeguarding_training", "food_hygiene"])
    )
    assert set(await waiting(changed)) == KINDS - {"first_aid"} | {"food_hygiene"}
    if end == "discard":
        await editing.discard(changed.id, changed.version, viewer)
    else:
        await reviewing.reject(
            changed.id, changed.version, RejectReason.OTHER, "We know of another.", await steward()
        )
    after = await waiting(changed)
    assert {kind: claim.facts for kind, claim in after.items()} == {
        kind: claim.facts for kind, claim in before.items()
    }


def _checks(**changes):
    own = [name for name in FIELDS[Step.CHECKS] if name in SAYS]
    return {name: SAYS[name] for name in own} | changes


async def test_a_new_listing_that_is_thrown_away_leaves_nothing_on_the_list(db):
    viewer = await make_provider()
    request = await submit(viewer)
    await editing.discard(request.id, request.version, viewer)
    assert await waiting(request) == {}


async def test_a_listing_that_is_taken_down_leaves_nothing_on_the_list(db):
    viewer = await make_provider()
    request = await submit(viewer)
    await approve(request)
    await keeping.withdraw_own(request.listing_id, viewer)
    assert await waiting(request) == {}


async def test_what_listings_said_that_went_otherwise_is_ended_by_timed_work(db):
    viewer = await make_provider()
    gone, stays = await submit(viewer), await submit(viewer)
    await approve(gone)
    await listings.withdraw_listing(gone.listing_id, actor=ACTOR)
    assert await saying.end_forgotten() == len(KINDS)
    assert await saying.end_forgotten() == 0
    assert await waiting(gone) == {}
    assert set(await waiting(stays)) == KINDS


async def second_listing(request, viewer, answers=SAYS):
    """Another listing of the same organisation, written and not handed in."""
    request_id = await editing.start_listing(request.organization.id, request.kind, viewer)
    return await write(request_id, answers, viewer)


async def test_a_second_listing_that_says_the_same_makes_no_doubles_and_keeps_what_the_first_drops(db):
    viewer = await make_provider()
    first = await submit(viewer)
    before = await waiting(first)
    second = await second_listing(first, viewer)
    await editing.hand_in(second.id, second.version, viewer, FEW_PLACES)
    after = await waiting(first)
    assert {one.id for one in after.values()} == {one.id for one in before.values()}
    assert {one.version for one in after.values()} == {1}
    await editing.discard(first.id, first.version, viewer)
    assert set(await waiting(first)) == KINDS


async def test_two_listings_handed_in_at_once_make_no_doubles(committed_db):
    viewer = await make_provider()
    first = await make_written(viewer, SAYS, MICRO)
    requests = [first, *[await second_listing(first, viewer) for _ in range(3)]]
    await asyncio.gather(*(editing.hand_in(each.id, each.version, viewer, FEW_PLACES) for each in requests))
    claims = await claims_of(first)
    assert sorted(claim.facts.kind for claim in claims) == sorted(KINDS)
    assert {len(claim.said_in) for claim in claims} == {4}


async def test_handing_in_and_deciding_and_sending_in_at_once_lose_nothing(committed_db):
    viewer, by = await make_provider(), await steward()
    request = await submit(viewer)
    claims = await waiting(request)
    await editing.take_back(request.id, request.version, viewer)
    written = await write(request.id, SAYS | {"dbs_on": "3 June 2025", "data_protection": "no"}, viewer)
    handed_in, accepted, added = await asyncio.gather(
        editing.hand_in(request.id, written.version, viewer, FEW_PLACES),
        deciding.accept_check(claims["dbs"].id, claims["dbs"].version, SEEN, by),
        evidence.add_file(claims["data_protection"].id, make_pdf(), viewer),
        return_exceptions=True,
    )
    assert handed_in.status is RequestStatus.SUBMITTED
    dbs = [claim for claim in await claims_of(request) if claim.facts.kind == "dbs"]
    if isinstance(accepted, ConflictError):
        assert [claim.status for claim in dbs] == [ClaimStatus.WAITING]
    else:
        assert accepted is None
        assert [claim.status for claim in dbs] == [ClaimStatus.ACCEPTED, ClaimStatus.WAITING]
    assert dbs[-1].facts.checked_on == date(2025, 6, 3)
    paper = (await evidence.get_own_claim(claims["data_protection"].id, viewer)).status
    assert paper is (ClaimStatus.ENDED if isinstance(added, ConflictError) else ClaimStatus.WAITING)


async def test_what_is_said_takes_a_fixed_small_number_of_statements(db, statements):
    viewer = await make_provider()
    counts = []
    for training in ([], ["first_aid", "medication_training", "autism_ld_training", "dementia_training"]):
        request = await make_written(viewer, SAYS | {"training": [*NEEDED, *training]}, MICRO)
        async with statements() as run:
            await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)
        counts.append(len([one for one in run if "check_claim" in one]))
    assert counts[0] == counts[1] <= 4


# Laws of the plan, on made-up histories.
DAYS = st.sampled_from([None, date(2026, 1, 1), date(2026, 2, 2)])
LEVELS = st.sampled_from(["basic", "enhanced"])
FACTS = {
    "dbs": st.builds(ClaimFacts, kind=st.just("dbs"), level=LEVELS, checked_on=DAYS),
    "insurance": st.builds(ClaimFacts, kind=st.just("insurance"), expires_on=DAYS),
    "first_aid": st.just(ClaimFacts(kind="first_aid")),
}
LISTINGS = [UUID(int=number) for number in (1, 2)]
SAID = st.fixed_dictionaries({kind: st.none() | facts for kind, facts in FACTS.items()})


@dataclass
class World:
    """An organisation's claims as the database would keep them, newest last, and what each listing says."""

    claims: list = field(default_factory=list)
    says: dict = field(default_factory=dict)

    def seen_by_plan(self):
        alive = [claim for claim in self.claims if claim.status is not ClaimStatus.ENDED]
        waiting = [claim for claim in alive if claim.status is ClaimStatus.WAITING]
        decided = {c.facts.kind: c for c in alive if c.status is not ClaimStatus.WAITING}
        return [*waiting, *decided.values()]

    def plan(self, listing_id, facts):
        before = self.says.get(listing_id, {})
        unchanged = frozenset(kind for kind, one in facts.items() if before.get(kind) == one)
        said = Said(listing_id=listing_id, facts=tuple(facts.values()), unchanged=unchanged)
        return rules.plan(said, self.seen_by_plan())

    def hand_in(self, listing_id, facts):
        plan = self.plan(listing_id, facts)
        self.says[listing_id] = facts
        changes = {each.claim.id: each for each in plan.changed}
        ended = {claim.id for claim in plan.ended}
        for index, claim in enumerate(self.claims):
            if claim.id in ended:
                self.claims[index] = replace(claim, status=ClaimStatus.ENDED)
            elif claim.id in changes:
                one = changes[claim.id]
                self.claims[index] = replace(claim, facts=one.facts, said=one.said, said_in=one.said_in)
        for facts_ in plan.added:
            self.claims.append(_claim(facts_, is_sent=False, said=facts_, said_in=(listing_id,)))
        return plan


def _claim(facts, **values):
    return Claim(
        id=uuid4(), organization_id=uuid4(), organization_name="", facts=facts, council_code="x",
        status=values.pop("status", ClaimStatus.WAITING), version=1, created_at=clock.now(), decided_at=None,
        decided_by=None, seen_on=None, note="", **values,
    )  # fmt: skip


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hand in"), st.sampled_from(LISTINGS), SAID),
        st.tuples(st.just("send in"), st.sampled_from(sorted(FACTS)), st.data()),
        st.tuples(st.sampled_from(["accept", "refuse", "end"]), st.integers(0, 9), DAYS),
    ),
    max_size=12,
)


def take(world, step):
    kind = step[0]
    if kind == "hand in":
        world.hand_in(step[1], {name: one for name, one in step[2].items() if one is not None})
    elif kind == "send in":
        facts = step[2].draw(FACTS[step[1]])
        if not any(_waits(c) and _slot(c) == (facts.kind, facts.level) for c in world.claims):
            world.claims.append(_claim(facts))
    else:
        open_ = [index for index, claim in enumerate(world.claims) if _waits(claim)]
        if open_:
            index = open_[step[1] % len(open_)]
            status = {"accept": ClaimStatus.ACCEPTED, "refuse": ClaimStatus.REFUSED, "end": ClaimStatus.ENDED}
            facts = world.claims[index].facts
            if kind == "accept" and "checked_on" in fields_of(facts.kind):
                facts = replace(facts, checked_on=step[2])
            world.claims[index] = replace(world.claims[index], status=status[kind], facts=facts)


def _waits(claim):
    return claim.status is ClaimStatus.WAITING


def _slot(claim):
    return claim.facts.kind, claim.facts.level


@given(STEPS, st.sampled_from(LISTINGS), SAID)
def test_whatever_came_before_what_is_handed_in_is_claimed_once_and_decisions_stand(steps, listing_id, said):
    world = World()
    for step in steps:
        take(world, step)
    facts = {name: one for name, one in said.items() if one is not None}
    before = list(world.claims)
    old = {kind for kind, one in facts.items() if world.says.get(listing_id, {}).get(kind) == one}
    world.hand_in(listing_id, facts)
    slots = [_slot(claim) for claim in world.claims if _waits(claim)]
    assert len(slots) == len(set(slots))
    for was, now in zip(before, world.claims, strict=False):
        assert _waits(was) or was == now
        assert not (was.is_sent and _waits(was)) or _waits(now)
    alive = [claim for claim in world.claims if claim.status is not ClaimStatus.ENDED]
    for kind, one in facts.items():
        of_kind = [claim for claim in alive if claim.facts.kind == kind]
        assert of_kind
        assert kind in old or any(rules.says(claim, one) for claim in of_kind)
    for claim in alive:
        assert not (claim.is_only_said and claim.said_in == (listing_id,)) or claim.facts.kind in facts
    assert world.plan(listing_id, facts).is_empty
