"""Every query of whom accounts act for."""

from datetime import datetime
from uuid import UUID

from marketplace.accounts.supporting.schemas import Consent, Relation, Support, Supported
from marketplace.accounts.tables import ActingFor


async def add(record_id: UUID, account_id: UUID, support: Support, at: datetime) -> None:
    """Keep for whom an account acts from now on."""
    await ActingFor.insert(
        ActingFor(
            id=record_id,
            account=account_id,
            person_name=support.person_name,
            relation=str(support.relation),
            consent=str(support.consent),
            consent_recorded_at=at,
        )
    )


async def list_of_account(account_id: UUID) -> list[Supported]:
    """All for whom an account acts or did, the latest first."""
    rows = await (
        ActingFor.select()
        .where(ActingFor.account == account_id)
        .order_by(ActingFor.consent_recorded_at, ascending=False)
    )
    return [
        Supported(
            id=row["id"],
            person_name=row["person_name"],
            relation=Relation(row["relation"]),
            consent=Consent(row["consent"]),
            consent_recorded_at=row["consent_recorded_at"],
            ended_at=row["ended_at"],
        )
        for row in rows
    ]


async def count_current(account_id: UUID) -> int:
    """For how many an account acts now."""
    return int(
        await ActingFor.count().where((ActingFor.account == account_id) & ActingFor.ended_at.is_null())
    )


async def end(account_id: UUID, record_id: UUID, at: datetime) -> bool:
    """Keep that an account acts for somebody no more; False when there is no such thing."""
    changed = await (
        ActingFor.update({ActingFor.ended_at: at})
        .where((ActingFor.account == account_id) & (ActingFor.id == record_id) & ActingFor.ended_at.is_null())
        .returning(ActingFor.id)
    )
    return bool(changed)


async def drop_ended(before: datetime) -> int:
    """Remove what ended before a moment; return how many."""
    rows = await ActingFor.delete().where(ActingFor.ended_at < before).returning(ActingFor.id)
    return len(rows)
