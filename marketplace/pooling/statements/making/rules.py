"""What a statement is made of, as pure functions. What is not allowed or names others is left out here."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from marketplace.councils.schemas import PackPart
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.schemas import EmployerKind, HolderKind, MemberTerm
from marketplace.pooling.money.dues.schemas import PaidDue
from marketplace.pooling.money.schemas import (
    SHARED,
    Balances,
    Entry,
    EntryKind,
    MemberStatement,
    Period,
    StatementLine,
)
from marketplace.pooling.rules import knows_name
from marketplace.pooling.schemas import Member, MemberState, Pool
from marketplace.pooling.statements.making.schemas import KeptAgreement
from marketplace.pooling.statements.schemas import Line, MemberSums, OwnAgreement, Sums

SPENT = SHARED | {EntryKind.REFUND_IN}
"""Kinds of a member's part of what the pool pays for."""
_SHORTEST_PART = 3
_LITTLE = frozenset({"and", "the", "von", "van", "der", "mrs", "miss"})
PAID_BACK = frozenset({EntryKind.REFUND_OUT, EntryKind.SETTLEMENT})


def without_names(text: str, names: Iterable[str]) -> str:
    """A text of somebody in the pool, with "…" for what other members are called, whole words in any case."""
    for name in sorted({each.strip() for each in names if each.strip()}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text


def names_of_others(members: Iterable[Member], own: Member) -> frozenset[str]:
    """What other members are or were called, also by a part of it; not what the member is called too."""
    mine = {part.casefold() for part in _parts_of(own.name)}
    others = (part for each in members if each.id != own.id for part in _parts_of(each.name))
    return frozenset(part for part in others if part.casefold() not in mine)


def _parts_of(name: str) -> Iterator[str]:
    """A name, and its words that can stand for it: "Robin of the Hill" is also "Robin", and "Hill"."""
    yield name.strip()
    for part in name.split():
        if len(part) >= _SHORTEST_PART and part.casefold() not in _LITTLE:
            yield part


def line_of(line: StatementLine, sharers: int, others: Collection[str]) -> Line:
    """An entry of a member. Words are shown of costs only: all others were written about one member."""
    entry = line.entry
    words = entry.words if entry.kind in SHARED else ""
    return Line(
        number=entry.number,
        on=entry.on,
        recorded_at=entry.recorded_at,
        kind=entry.of_kind,
        is_correction=entry.kind is EntryKind.REVERSAL,
        about_number=entry.about_number,
        words=without_names(words, others),
        change_pence=line.change_pence,
        sharers=sharers,
        rule=entry.share_rule,
        receipts=entry.receipts,
    )


def part_of(line: Line) -> PackPart:
    """The part of a statement in which an entry stands."""
    return PackPart.SPENDING if line.kind in SPENT else PackPart.CONTRIBUTIONS


def sums_of(opening_pence: int, lines: Sequence[Line]) -> Sums:
    """A period in five figures. What is neither a cost nor paid back counts as paid in: so they add up."""
    shares = sum(line.change_pence for line in lines if line.kind in SPENT)
    back = sum(line.change_pence for line in lines if line.kind in PAID_BACK)
    return Sums(
        opening_pence=opening_pence,
        paid_in_pence=sum(line.change_pence for line in lines) - shares - back,
        shares_pence=-shares,
        paid_back_pence=-back,
    )


def dues_within(dues: Iterable[PaidDue], period: Period) -> tuple[PaidDue, ...]:
    """Dues of a period, each with what has come of it until now."""
    return tuple(each for each in dues if period.since <= each.due.due_on <= period.until)


def own_agreement(kept: KeptAgreement, member_id: UUID) -> OwnAgreement:
    """A version, as far as it is about one member: others are a number."""
    terms, consent = kept.terms, kept.consent
    term = next(
        (each for each in terms.members if each.member_id == member_id), MemberTerm(member_id=member_id)
    )
    holder, employer = terms.holder, terms.employer
    return OwnAgreement(
        number=kept.number,
        since=kept.since,
        until=kept.until,
        agreed_on=consent.agreed_on if consent else None,
        was_said_for=consent is not None and consent.acting_for,
        members=len(terms.members),
        contribution_pence=term.contribution_pence,
        every=term.every,
        share_rule=terms.share_rule,
        own_weight=term.weight,
        all_weights=sum(each.weight for each in terms.members),
        own_fixed_pence=term.fixed_pence,
        absent_rule=terms.absent_rule,
        notice_weeks=terms.notice_weeks,
        holder=holder.kind,
        holds_self=holder.member_id == member_id,
        holder_name="" if holder.kind is HolderKind.MEMBER else holder.name,
        employer=employer.kind,
        employs_self=employer.member_id == member_id,
        employer_name=employer.name if employer.kind is EmployerKind.ORGANISATION else "",
        insured_until=employer.insured_until,
    )


def is_final(pool: Pool, member: Member, period: Period) -> bool:
    """Whether the member has left within the period, or the pool has ended."""
    if member.state is not MemberState.LEFT or member.left_on is None:
        return False
    return period.until >= min(member.left_on, pool.last_day or member.left_on)


def is_closing(pool: Pool, period: Period) -> bool:
    """Whether the pool has ended within the period."""
    return pool.ended_at is not None and pool.last_day is not None and period.until >= pool.last_day


def names_for(members: Sequence[Member], own: Collection[Member]) -> dict[UUID, str]:
    """What each member is called in the record of a pool, each by a name of its own.

    `own` are those for whom the viewer speaks: they know those who had a place at the same time, and others
    are former members with a number. Empty: a helper, who knows all.
    """
    names: dict[UUID, str] = {}
    for number, member in enumerate(members, start=1):
        is_known = member.name and (not own or any(knows_name(each, member) for each in own))
        name = member.name if is_known else _("Former member %(number)s", number=number)
        if name in names.values():
            name = _("%(name)s (%(number)s)", name=name, number=number)
        names[member.id] = name
    return names


def member_sums(
    members: Sequence[Member],
    names: Mapping[UUID, str],
    start: Balances,
    end: Balances,
    entries: Sequence[Entry],
) -> tuple[MemberSums, ...]:
    """A period of each member of whom there is anything."""
    found = []
    for member in members:
        mine = [line for entry in entries for line in _own_lines(entry, member.id)]
        sums = sums_of(start.of(member.id), mine)
        if mine or sums.opening_pence or end.of(member.id) or member.has_place:
            found.append(MemberSums(name=names[member.id], sums=sums))
    return tuple(found)


def add_up(start: Balances, entries: Iterable[Entry]) -> Balances:
    """What a pool has after some entries."""
    cash, owed, members = start.cash_pence, start.owed_pence, dict(start.members)
    for entry in entries:
        for line in entry.postings:
            if line.member_id is not None:
                members[line.member_id] = members.get(line.member_id, 0) - line.amount_pence
            elif line.account.value == "cash":
                cash += line.amount_pence
            else:
                owed -= line.amount_pence
    return Balances(cash_pence=cash, owed_pence=owed, members=members)


def joined_on(member: Member) -> date:
    """Since when somebody has had a place; of nobody else is there a statement."""
    return (member.placed_at or member.began_at).date()


def lines_of(
    statement: MemberStatement, sharers: Mapping[UUID, int], others: Collection[str]
) -> tuple[Line, ...]:
    """The entries of a member's statement."""
    return tuple(line_of(line, sharers.get(line.entry.id, 1), others) for line in statement.lines)


def _own_lines(entry: Entry, member_id: UUID) -> Iterable[Line]:
    change = -sum(each.amount_pence for each in entry.shares if each.member_id == member_id)
    if change or any(each.member_id == member_id for each in entry.shares):
        yield line_of(StatementLine(entry=entry, change_pence=change, balance_pence=0), 1, ())
