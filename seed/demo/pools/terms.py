"""What the agreement of a made-up pool says."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.pooling.agreements.schemas import Employer, EmployerKind, Every, Holder, Terms
from seed.demo.pools.ideas import Idea

_REVIEWED_AFTER = timedelta(days=255)


def make_terms(
    idea: Idea, terms: Terms, order: Sequence[UUID], insured_until: date, more_pence: int = 0
) -> Terms:
    """The terms of a draft with all that a pool agrees; `order` is that of joining, and the first leads.

    `more_pence` is what each pays in a month beside what the idea says.
    """
    at = {member_id: number for number, member_id in enumerate(order)}
    members = tuple(
        replace(
            term,
            contribution_pence=idea.pays_in(at[term.member_id]) + more_pence,
            every=Every.MONTH,
            weight=idea.part_of(at[term.member_id]),
            fixed_pence=idea.pays_in(at[term.member_id]) if idea.fixed else 0,
        )
        for term in terms.members
    )
    employer = Employer()
    if idea.employs:
        employer = Employer(
            kind=EmployerKind.MEMBER,
            member_id=order[0],
            insurer="Made-up Mutual",
            insured_until=insured_until,
        )
    return replace(
        terms,
        purpose=idea.own_words or terms.purpose,
        members=members,
        holder=Holder(member_id=order[0]),
        employer=employer,
        share_rule=idea.rule,
        absent_rule=idea.absent_rule,
        review_on=clock.today() + _REVIEWED_AFTER,
    )
