"""Puts statements together. Who may ask for one is checked by those who call, but where it is said."""

from collections.abc import Collection
from datetime import timedelta

from marketplace.councils.schemas import PackPart
from marketplace.kernel import clock
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.money import service as money
from marketplace.pooling.money.dues import service as dues
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import in_order, name_of
from marketplace.pooling.schemas import Member, Pool
from marketplace.pooling.statements.making import repository, rules
from marketplace.pooling.statements.schemas import PoolRecord, Statement

_MONEY = frozenset({PackPart.CONTRIBUTIONS, PackPart.SPENDING, PackPart.BALANCE, PackPart.RECEIPTS})


async def make_statement(
    pool: Pool, member: Member, period: Period, parts: Collection[PackPart] = tuple(PackPart)
) -> Statement:
    """What is recorded of one member within a period, of these parts and of nothing else."""
    others = rules.names_of_others(await parties.list_members(pool.id), member)
    kept = await money.statement_of(member.id, period) if _MONEY & set(parts) else None
    entry_ids = [line.entry.id for line in kept.lines] if kept else []
    sharers = await repository.count_sharers(entry_ids) if entry_ids else {}
    lines = rules.lines_of(kept, sharers, others) if kept else ()
    allowed = frozenset(parts)
    wants_dues = PackPart.CONTRIBUTIONS in allowed
    wants_receipts = PackPart.RECEIPTS in allowed and entry_ids
    wants_outcome = PackPart.OUTCOMES in allowed
    agreements = (
        await repository.list_agreements(pool.id, member.id, period) if PackPart.AGREEMENT in allowed else []
    )
    return Statement(
        pool_id=pool.id,
        member_id=member.id,
        title=rules.without_names(pool.content.title, others),
        name=name_of(member),
        period=period,
        is_final=rules.is_final(pool, member, period),
        made_on=clock.today(),
        parts=allowed,
        sums=rules.sums_of(kept.opening_pence, lines) if kept and PackPart.BALANCE in allowed else None,
        paid=tuple(line for line in lines if rules.part_of(line) in allowed - {PackPart.SPENDING}),
        spent=tuple(line for line in lines if rules.part_of(line) in allowed - {PackPart.CONTRIBUTIONS}),
        dues=rules.dues_within(await dues.list_paid(pool.id, member.id), period) if wants_dues else (),
        agreements=tuple(rules.own_agreement(each, member.id) for each in agreements),
        sessions=tuple(await repository.list_attended(member.id, period))
        if PackPart.SESSIONS in allowed
        else (),
        receipts=tuple(await repository.list_receipts(entry_ids)) if wants_receipts else (),
        outcome=await outcomes.find_outcome(member.id) if wants_outcome else None,
        said=await outcomes.find_said(member.id) if wants_outcome else None,
    )


async def make_record(pool: Pool, own: Collection[Member], period: Period) -> PoolRecord:
    """All that is recorded of the money of a pool within a period; `own` asks, nobody for a helper."""
    members = in_order([each for each in await parties.list_members(pool.id) if each.placed_at is not None])
    names = rules.names_for(members, own)
    start = await money.balances(pool.id, period.since - timedelta(days=1))
    entries = await money.list_period(pool.id, period)
    end = rules.add_up(start, entries)
    return PoolRecord(
        pool_id=pool.id,
        title=pool.content.title,
        period=period,
        is_final=rules.is_closing(pool, period),
        made_on=clock.today(),
        start=start,
        end=end,
        members=rules.member_sums(members, names, start, end, entries),
        entries=tuple(entries),
        names=names,
    )
