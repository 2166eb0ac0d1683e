"""The door of saying, for those who hand listings in; and timed work. Stewards decide in `deciding`."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.evidence import repository as claims
from marketplace.listings.evidence.rules import BY_COUNCIL, RECORD_TYPE
from marketplace.listings.evidence.saying import repository, rules
from marketplace.listings.evidence.saying.schemas import Change, Said
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.organizations import service as organizations
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


async def say(
    organization_id: UUID,
    listing_id: UUID,
    facts: Iterable[ClaimFacts],
    viewer: Viewer,
    *,
    unchanged: Collection[str] = (),
) -> None:
    """Put what a listing says of checks on the list of the stewards, as claimed and not yet seen.

    What it said before and says no more is taken from the list, unless something was sent in for it. What was
    decided stays; it is asked again only when the provider says something else. `unchanged` are kinds of
    which the listing says what it said before.

    Called inside the transaction in which a listing is handed in, or taken down (then with no facts), or in
    which changes come to nothing (with the facts it has without them). That holds the organisation: of two at
    once the second sees what the first said.
    """
    said = Said(listing_id=listing_id, facts=_tidy(facts), unchanged=frozenset(unchanged))
    waiting = await claims.hold_waiting_of(organization_id)
    plan = rules.plan(said, [*waiting, *await claims.list_last_decided(organization_id)])
    if plan.is_empty:
        return
    now = clock.now()
    code = await responsible_council(await organizations.council_of(organization_id))
    added = {uuid4(): each for each in plan.added}
    if plan.ended:
        await repository.end([claim.id for claim in plan.ended], now)
    if plan.changed:
        await repository.change(plan.changed, now)
    if added:
        await repository.add(
            list(added.items()),
            organization_id,
            said.listing_id,
            council_code=code,
            account_id=organizations.account_of(viewer),
            at=now,
        )
    await _record("say", added, dict.fromkeys(added, code), organization_id, viewer)
    new = {each.claim.id: each for each in plan.changed if each.facts != each.claim.facts}
    await _record("say_otherwise", _facts(new), _councils(new), organization_id, viewer)
    ended = {claim.id: claim.facts for claim in plan.ended}
    councils = {claim.id: claim.council_code for claim in plan.ended}
    await _record("say_no_more", ended, councils, organization_id, viewer)


async def end_forgotten() -> int:
    """End what was only said in listings that were forgotten, refused or taken down; return how many.

    For timed work.
    """
    async with transaction():
        gone = await repository.end_forgotten(clock.now())
        if gone:
            await audit.record_many("say_no_more", RECORD_TYPE, "retention", list(gone), councils=gone)
    return len(gone)


def _tidy(facts: Iterable[ClaimFacts]) -> tuple[ClaimFacts, ...]:
    return rules.tidy(facts, taxonomies.codes(Taxonomy.CHECK) - BY_COUNCIL)


def _facts(changes: dict[UUID, Change]) -> dict[UUID, ClaimFacts]:
    return {claim_id: each.facts for claim_id, each in changes.items()}


def _councils(changes: dict[UUID, Change]) -> dict[UUID, str]:
    return {claim_id: each.claim.council_code for claim_id, each in changes.items()}


async def _record(
    action: str,
    facts: dict[UUID, ClaimFacts],
    councils: dict[UUID, str],
    organization_id: UUID,
    viewer: Viewer,
) -> None:
    if facts:
        subjects = dict.fromkeys(facts, organization_id)
        await audit.record_many(
            action, RECORD_TYPE, viewer.actor, facts, councils=councils, subjects=subjects
        )
