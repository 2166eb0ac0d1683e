"""Every query of agreements. Raw SQL: versions come with who agreed, and by the state that only one can have.

Terms are kept without names. Whoever reads a version gives the names that members have now.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from marketplace.kernel.clock import LONDON
from marketplace.kernel.database import connection
from marketplace.pooling.agreements.schemas import (
    Agreement,
    AgreementItem,
    AgreementState,
    Consent,
    FrozenWords,
    Terms,
)
from marketplace.pooling.agreements.tables import PoolAgreement
from marketplace.pooling.agreements.terms.rules import with_names, without_names
from marketplace.pooling.repository import ACTS

_COLUMNS = """a.id, a.pool, a.number, a.version, a.state, a.terms, a.words, a.made_by, a.changed_at,
    a.proposed_at, a.in_force_at, a.ended_at"""
Names = Mapping[UUID, str]
_LARGEST = 2**31 - 1
"""Number that the database can hold; addresses may say any."""
NEEDS = f"""SELECT 'pool_agreements' AS code, count(*) AS count, min(a.proposed_at) AS since
    FROM pool_member m JOIN pool_agreement a ON a.pool = m.pool AND a.state = 'proposed'
    JOIN pool p ON p.id = m.pool AND p.state IN ('looking', 'agreeing', 'active')
    WHERE m.account = $1 AND m.state IN ('joining', 'member', 'leaving') AND {ACTS}
        AND a.terms->'members' @> jsonb_build_array(jsonb_build_object('member_id', m.id::text))
        AND NOT EXISTS (SELECT FROM agreement_consent c WHERE c.agreement = a.id AND c.member = m.id)"""  # noqa: S608 - our own words
"""Versions that wait for an account's yes."""
WORDS = frozenset({"purpose", "activity", "days", "place", "holiday", "sickness", "joining", "disagreements"})
"""What of the terms is written freely."""


async def add(agreement_id: UUID, pool_id: UUID, terms: Terms, made_by: UUID | None, at: datetime) -> None:
    """Keep a draft under the next number; with the pool held."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO pool_agreement
                (id, pool, number, version, state, terms, made_by, created_at, changed_at)
            SELECT $1, $2, coalesce(max(number), 0) + 1, 1, 'writing', $3, $4, $5, $5
            FROM pool_agreement WHERE pool = $2""",
            agreement_id,
            pool_id,
            _terms_json(terms),
            made_by,
            at,
        )


async def put_terms(agreement_id: UUID, terms: Terms, at: datetime) -> None:
    """Write a draft anew, one version on."""
    await _update(agreement_id, terms=_terms_json(terms), changed_at=at)


async def put_proposed(agreement_id: UUID, words: FrozenWords, made_by: UUID | None, at: datetime) -> None:
    """Freeze a draft as a version that waits for everybody's yes."""
    await _update(
        agreement_id,
        state=AgreementState.PROPOSED.value,
        words=msgspec.to_builtins(words),
        made_by=made_by,
        changed_at=at,
        proposed_at=at,
    )


async def put_in_force(agreement_id: UUID, at: datetime) -> None:
    """All have agreed."""
    await _update(agreement_id, state=AgreementState.IN_FORCE.value, changed_at=at, in_force_at=at)


async def put_over(agreement_id: UUID, state: AgreementState, at: datetime) -> None:
    """A version was replaced or dropped."""
    await _update(agreement_id, state=state.value, changed_at=at, ended_at=at)


async def _update(agreement_id: UUID, **columns: object) -> None:
    changes: dict[Any, Any] = {
        PoolAgreement._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await PoolAgreement.update({PoolAgreement.version: PoolAgreement.version + 1, **changes}).where(
        PoolAgreement.id == agreement_id
    )


async def drop(agreement_id: UUID) -> None:
    """Delete a draft."""
    await PoolAgreement.delete().where(PoolAgreement.id == agreement_id)


async def find_in_states(
    pool_id: UUID, names: Names, *states: AgreementState
) -> dict[AgreementState, Agreement]:
    """The versions of a pool in these states, each of which it has at most one of."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {_COLUMNS} FROM pool_agreement a WHERE a.pool = $1 AND a.state = ANY($2::text[])",  # noqa: S608 - our own words
            pool_id,
            [state.value for state in states],
        )
    return {AgreementState(row["state"]): _agreement(row, names) for row in rows}


async def list_numbers(pool_id: UUID, names: Names, *numbers: int) -> dict[int, Agreement]:
    """Versions of a pool by their numbers."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {_COLUMNS} FROM pool_agreement a WHERE a.pool = $1 AND a.number = ANY($2::int[])",  # noqa: S608 - our own words
            pool_id,
            [number for number in numbers if 0 < number <= _LARGEST],
        )
    return {row["number"]: _agreement(row, names) for row in rows}


async def find_latest(pool_id: UUID) -> int:
    """Number of the newest version that was proposed; 0 when there is none."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                "SELECT coalesce(max(number), 0) FROM pool_agreement WHERE pool = $1 AND state <> 'writing'",
                pool_id,
            )
        )


async def list_versions(
    pool_id: UUID, own_ids: Collection[UUID], limit: int, offset: int
) -> tuple[tuple[AgreementItem, ...], int]:
    """Versions that were proposed, the newest first, and how many there are.

    Of those that are over only the ones that name one of these members; all where there are none of these.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT number, state, proposed_at, in_force_at, ended_at, count(*) OVER () AS total
            FROM pool_agreement WHERE pool = $1 AND state <> 'writing'
                AND ($2::text[] = '{}' OR state IN ('proposed', 'in_force') OR EXISTS (
                    SELECT FROM jsonb_array_elements(terms->'members') t WHERE t->>'member_id' = ANY($2)))
            ORDER BY number DESC LIMIT $3 OFFSET $4""",
            pool_id,
            [str(own_id) for own_id in own_ids],
            limit,
            offset,
        )
    items = tuple(
        AgreementItem(
            number=row["number"],
            state=AgreementState(row["state"]),
            proposed_on=_needed_day(row["proposed_at"]),
            in_force_on=_day(row["in_force_at"]),
            ended_on=_day(row["ended_at"]),
        )
        for row in rows
    )
    return items, rows[0]["total"] if rows else 0


async def add_consent(
    agreement_id: UUID, member_id: UUID, at: datetime, *, acting_for: bool, relation: str
) -> None:
    """Keep that a member agreed."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO agreement_consent (id, agreement, member, agreed_at, acting_for, relation)
            VALUES ($1, $2, $3, $4, $5, $6)""",
            uuid4(),
            agreement_id,
            member_id,
            at,
            acting_for,
            relation,
        )


async def drop_consent(agreement_id: UUID, member_id: UUID) -> bool:
    """Take a yes back; False when there is none."""
    async with connection() as raw:
        done = await raw.execute(
            "DELETE FROM agreement_consent WHERE agreement = $1 AND member = $2", agreement_id, member_id
        )
    return bool(done != "DELETE 0")


async def list_consents(*agreement_ids: UUID) -> dict[UUID, dict[UUID, Consent]]:
    """Who agreed to these versions, by version and member."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT agreement, member, agreed_at, acting_for, relation FROM agreement_consent
            WHERE agreement = ANY($1::uuid[]) ORDER BY agreed_at, member""",
            list(agreement_ids),
        )
    found: dict[UUID, dict[UUID, Consent]] = {agreement_id: {} for agreement_id in agreement_ids}
    for row in rows:
        found[row["agreement"]][row["member"]] = Consent(
            member_id=row["member"],
            agreed_on=_needed_day(row["agreed_at"]),
            acting_for=row["acting_for"],
            relation=row["relation"],
        )
    return found


async def drop_own_drafts(account_id: UUID) -> None:
    """Delete drafts that an account began in pools which nobody else leads: only it has written in them."""
    async with connection() as raw:
        await raw.execute(
            """DELETE FROM pool_agreement a USING pool_member m
            WHERE a.state = 'writing' AND m.id = a.made_by AND m.account = $1
                AND NOT EXISTS (SELECT FROM pool_member other WHERE other.pool = a.pool
                    AND other.is_lead AND other.account <> $1)""",
            account_id,
        )


async def drop_of_nobody() -> None:
    """Delete all of pools of whose members nobody has an account any more."""
    async with connection() as raw:
        await raw.execute(
            """DELETE FROM pool_agreement a WHERE NOT EXISTS (
                SELECT FROM pool_member m WHERE m.pool = a.pool AND m.account IS NOT NULL)"""
        )


async def list_consents_of(account_id: UUID) -> list[dict[str, Any]]:
    """What an account agreed to, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT a.pool, a.number, a.state, c.agreed_at, c.acting_for, c.relation
            FROM agreement_consent c JOIN pool_agreement a ON a.id = c.agreement
            JOIN pool_member m ON m.id = c.member WHERE m.account = $1 ORDER BY c.agreed_at, c.id""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_written(account_id: UUID) -> list[dict[str, Any]]:
    """The words of drafts and versions that an account wrote or proposed, without amounts and members."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT a.pool, a.number, a.state, a.terms FROM pool_agreement a
            JOIN pool_member m ON m.id = a.made_by WHERE m.account = $1 ORDER BY a.created_at, a.id""",
            account_id,
        )
    return [
        {
            "pool": row["pool"],
            "number": row["number"],
            "state": row["state"],
            "words": {name: text for name, text in row["terms"].items() if name in WORDS and text},
        }
        for row in rows
    ]


def _terms_json(terms: Terms) -> Any:
    return msgspec.to_builtins(without_names(terms))


def _agreement(row: Any, names: Names) -> Agreement:
    words = row["words"]
    return Agreement(
        id=row["id"],
        pool_id=row["pool"],
        number=row["number"],
        version=row["version"],
        state=AgreementState(row["state"]),
        terms=with_names(msgspec.convert(row["terms"], Terms), names),
        words=msgspec.convert(words, FrozenWords) if words else None,
        made_by=row["made_by"],
        changed_at=row["changed_at"],
        proposed_on=_day(row["proposed_at"]),
        in_force_on=_day(row["in_force_at"]),
        ended_on=_day(row["ended_at"]),
    )


def _day(moment: datetime | None) -> date | None:
    return _needed_day(moment) if moment else None


def _needed_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
