"""What the desk says, as pure functions: what runs out, what the records know, when one may remind again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from marketplace.councils.schemas import CouncilPart
from marketplace.listings.schemas import Listing
from marketplace.pooling.agreements.schemas import Agreement, Employer, EmployerKind
from marketplace.pooling.desk.schemas import CheckLine, ChecklistItem, Ending, KnownBy, RunsOut, Tick
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import Member, MemberState, Pool

SOON = timedelta(days=28)
"""What runs out within this time is said."""
REMIND_AGAIN_AFTER = timedelta(days=7)
"""Between two letters to one person about one thing."""
ASK_AGAIN_AFTER = timedelta(days=30)
"""So long after an organisation said no the same pool cannot ask it again."""
KEPT_AFTER = timedelta(days=365)
"""So long it is kept who was asked, after it ended."""
MOST_CANDIDATES = 20


def may_remind(last: datetime | None, now: datetime) -> bool:
    """Whether a week is over since the last letter."""
    return last is None or now - last >= REMIND_AGAIN_AFTER


def runs_out(
    pool: Pool, agreement: Agreement | None, members: Sequence[Member], listing: Listing | None, today: date
) -> tuple[RunsOut, ...]:
    """What runs out within four weeks or has, the earliest first."""
    found = [
        RunsOut(kind=Ending.LEAVING, on=member.leaves_on, member_id=member.id, name=name_of(member))
        for member in members
        if member.state is MemberState.LEAVING and member.leaves_on
    ]
    if pool.last_day:
        found.append(RunsOut(kind=Ending.LAST_DAY, on=pool.last_day))
    if agreement is not None:
        found += _of_agreement(agreement, members)
    if listing is not None:
        found += [
            RunsOut(kind=Ending.CHECK, on=check.expires_on, name=check.kind)
            for check in listing.checks
            if check.expires_on
        ]
    return tuple(sorted((each for each in found if each.on <= today + SOON), key=lambda each: each.on))


def checklist(
    agreement: Agreement | None,
    listing: Listing | None,
    ticks: Mapping[ChecklistItem, Tick],
    names: Mapping[UUID, str],
    today: date,
) -> tuple[CheckLine, ...]:
    """The list of a new pool: what the records say, and what somebody ticked."""
    known = known_items(agreement, listing, today)
    return tuple(
        CheckLine(
            item=item,
            known_by=known.get(item),
            tick=(tick := ticks.get(item)),
            ticked_by=names.get(tick.member_id, "") if tick and tick.member_id else "",
        )
        for item in ChecklistItem
    )


def known_items(
    agreement: Agreement | None, listing: Listing | None, today: date
) -> dict[ChecklistItem, KnownBy]:
    """What the records say is done, and which does; where both do, the agreement."""
    known = dict.fromkeys(_known_of_listing(listing, today), KnownBy.LISTING)
    return known | dict.fromkeys(_known_of(agreement, today), KnownBy.AGREEMENT)


def _known_of_listing(listing: Listing | None, today: date) -> set[ChecklistItem]:
    known = set()
    held = {
        check.kind
        for check in (listing.checks if listing else ())
        if check.expires_on is None or check.expires_on >= today
    }
    if "insurance" in held:
        known.add(ChecklistItem.INSURANCE)
    if "dbs" in held:
        known.add(ChecklistItem.DBS)
    if listing is not None and listing.venue is not None:
        known.add(ChecklistItem.VENUE)
    return known


def _known_of(agreement: Agreement | None, today: date) -> set[ChecklistItem]:
    if agreement is None:
        return set()
    known, terms = {ChecklistItem.AGREEMENT, ChecklistItem.ACCOUNT}, agreement.terms
    if agreement.words is not None and agreement.words.council_is is not CouncilPart.TOLD:
        # Where the council is asked, nobody agrees before it said yes.
        known.add(ChecklistItem.COUNCIL)
    if terms.sickness:
        known.add(ChecklistItem.BACK_UP)
    if _is_insured(terms.employer, today):
        known.add(ChecklistItem.INSURANCE)
    return known


def _is_insured(employer: Employer, today: date) -> bool:
    until = employer.insured_until
    return employer.kind is not EmployerKind.NONE and until is not None and until >= today


def _of_agreement(agreement: Agreement, members: Sequence[Member]) -> list[RunsOut]:
    terms, found = agreement.terms, []
    if terms.review_on:
        found.append(RunsOut(kind=Ending.REVIEW, on=terms.review_on))
    if terms.employer.kind is not EmployerKind.NONE and terms.employer.insured_until:
        names = {member.id: name_of(member) for member in members}
        own = terms.employer.member_id
        found.append(
            RunsOut(
                kind=Ending.INSURANCE,
                on=terms.employer.insured_until,
                member_id=own,
                name=names.get(own, "") if own else terms.employer.name,
            )
        )
    return found
