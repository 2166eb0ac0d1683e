"""Keeps who may write for which organisation."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import asyncpg

from marketplace.kernel.database import connection
from marketplace.listings.organizations.schemas import MemberRole, Membership
from marketplace.listings.organizations.tables import OrganizationMember, TakenOn
from marketplace.listings.schemas import Organization
from marketplace.listings.tables import Organization as OrganizationTable

# Raw SQL where a membership and its organisation come in one statement, or a row is held: Piccolo can say
# neither.
_MEMBERSHIPS = """SELECT o.id, o.name, o.description, o.website, m.role, m.since
    FROM organization_member m JOIN organization o ON o.id = m.organization"""


async def add_organization(organization: Organization, at: datetime) -> None:
    """Keep a new organisation."""
    await OrganizationTable.insert(
        OrganizationTable(
            id=organization.id,
            name=organization.name,
            description=organization.description,
            website=organization.website,
            created_at=at,
            updated_at=at,
        )
    )


async def find_organization(organization_id: UUID) -> Organization | None:
    """An organisation, or None."""
    row = (
        await OrganizationTable.select(
            OrganizationTable.id,
            OrganizationTable.name,
            OrganizationTable.description,
            OrganizationTable.website,
        )
        .where(OrganizationTable.id == organization_id)
        .first()
    )
    return None if row is None else Organization(**row)


async def hold(organization_id: UUID) -> bool:
    """Keep others from changing an organisation until the transaction ends; False if there is none."""
    async with connection() as raw:
        row = await raw.fetchrow("SELECT id FROM organization WHERE id = $1 FOR UPDATE", organization_id)
    return row is not None


async def find_membership(organization_id: UUID, account_id: UUID) -> Membership | None:
    """An organisation with an account's part in it, if it has one."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"{_MEMBERSHIPS} WHERE m.organization = $1 AND m.account = $2", organization_id, account_id
        )
    return None if row is None else _membership(row)


async def list_memberships(account_id: UUID) -> tuple[Membership, ...]:
    """All organisations of an account, by name."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_MEMBERSHIPS} WHERE m.account = $1 ORDER BY o.name, o.id", account_id)
    return tuple(_membership(row) for row in rows)


async def list_members(organization_id: UUID) -> list[tuple[UUID, MemberRole, datetime]]:
    """Account, role and since when of everybody, who was there first first."""
    rows = (
        await OrganizationMember.select(
            OrganizationMember.account, OrganizationMember.role, OrganizationMember.since
        )
        .where(OrganizationMember.organization == organization_id)
        .order_by(OrganizationMember.since)
        .order_by(OrganizationMember.account)
    )
    return [(row["account"], MemberRole(row["role"]), row["since"]) for row in rows]


async def add_member(organization_id: UUID, account_id: UUID, role: MemberRole, at: datetime) -> bool:
    """Let an account write for an organisation; False if it may already."""
    rows = (
        await OrganizationMember.insert(
            OrganizationMember(
                id=uuid4(), organization=organization_id, account=account_id, role=role.value, since=at
            )
        )
        .on_conflict(action="DO NOTHING")
        .returning(OrganizationMember.id)
    )
    return bool(rows)


async def note_taken_on(organization_id: UUID, at: datetime) -> None:
    """Note that somebody takes on an organisation that is listed and that nobody looked after."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO organization_taken_on (organization, at) SELECT $1, $2
            WHERE EXISTS (SELECT FROM service WHERE organization = $1)
                AND NOT EXISTS (SELECT FROM organization_member WHERE organization = $1)
            ON CONFLICT (organization) DO UPDATE SET at = excluded.at""",
            organization_id,
            at,
        )


async def take_taken_on(organization_id: UUID) -> datetime | None:
    """When somebody took on what a council had listed, which is forgotten with that; None: never."""
    rows = await TakenOn.delete().where(TakenOn.organization == organization_id).returning(TakenOn.at)
    return rows[0]["at"] if rows else None


async def set_role(organization_id: UUID, account_id: UUID, role: MemberRole) -> None:
    """Change what somebody may do."""
    await OrganizationMember.update({OrganizationMember.role: role.value}).where(
        (OrganizationMember.organization == organization_id) & (OrganizationMember.account == account_id)
    )


async def remove_member(organization_id: UUID, account_id: UUID) -> None:
    """Take somebody out."""
    await OrganizationMember.delete().where(
        (OrganizationMember.organization == organization_id) & (OrganizationMember.account == account_id)
    )


async def list_last_true(account_ids: Collection[UUID]) -> dict[UUID, date]:
    """For people of organisations with published listings, when one was last said to be right."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.account, max(greatest(s.confirmed_on, s.capacity_as_of)) AS last_on
            FROM organization_member m JOIN service s ON s.organization = m.organization
            WHERE m.account = ANY($1::uuid[]) AND s.status = 'published' GROUP BY m.account""",
            list(account_ids),
        )
    return {row["account"]: row["last_on"] for row in rows}


async def council_of(organization_id: UUID) -> str | None:
    """The council of an organisation's newest listing, or of the last request that was handed in."""
    async with connection() as raw:
        code: str | None = await raw.fetchval(
            """SELECT coalesce(
                (SELECT council_code FROM service WHERE organization = $1 AND status <> 'withdrawn'
                    AND council_code IS NOT NULL ORDER BY created_at DESC, id LIMIT 1),
                (SELECT council_code FROM change_request WHERE organization = $1
                    AND council_code IS NOT NULL ORDER BY updated_at DESC, id LIMIT 1))""",
            organization_id,
        )
    return code


async def count_members(organization_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people each organisation has; those with nobody are not in it."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT organization, count(*) AS people FROM organization_member
            WHERE organization = ANY($1::uuid[]) GROUP BY organization""",
            list(organization_ids),
        )
    return {row["organization"]: row["people"] for row in rows}


def _membership(row: asyncpg.Record) -> Membership:
    return Membership(
        organization=Organization(
            id=row["id"], name=row["name"], description=row["description"], website=row["website"]
        ),
        role=MemberRole(row["role"]),
        since=row["since"],
    )
