"""Every query of teams."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from marketplace.kernel.database import connection
from marketplace.referrals.teams.schemas import Team, TeamInvite, TeamMember
from marketplace.referrals.teams.tables import Team as TeamTable
from marketplace.referrals.teams.tables import TeamInvite as InviteTable
from marketplace.referrals.teams.tables import TeamMember as MemberTable

_TEAM = """SELECT t.id, t.council_code, t.name, t.created_at,
    (SELECT count(*) FROM team_member c WHERE c.team = t.id) AS people FROM team t"""


async def add(team: Team) -> bool:
    """Keep a new team; False when the council has one of this name."""
    async with connection() as raw:
        await _hold_names(raw, team.council_code)
        added = await raw.fetchval(
            """INSERT INTO team (id, council_code, name, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (council_code, lower(name)) DO NOTHING RETURNING id""",
            team.id,
            team.council_code,
            team.name,
            team.created_at,
        )
    return added is not None


async def hold(team_id: UUID) -> Team | None:
    """A team, held for a change."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_TEAM} WHERE t.id = $1 FOR UPDATE OF t", team_id)
    return Team(**dict(row)) if row else None


async def find(team_id: UUID) -> Team | None:
    """A team."""
    async with connection() as raw:
        row = await raw.fetchrow(f"{_TEAM} WHERE t.id = $1", team_id)
    return Team(**dict(row)) if row else None


async def rename(team: Team, name: str) -> bool:
    """Call a team something else; False when another of the council has this name."""
    async with connection() as raw:
        await _hold_names(raw, team.council_code)
        changed = await raw.fetchval(
            """UPDATE team SET name = $2 WHERE id = $1 AND NOT EXISTS (
                SELECT FROM team other WHERE other.council_code = $3 AND lower(other.name) = lower($2)
                AND other.id <> $1) RETURNING id""",
            team.id,
            name,
            team.council_code,
        )
    return changed is not None


async def drop(team_id: UUID) -> None:
    """Delete a team that has nothing."""
    await TeamTable.delete().where(TeamTable.id == team_id)


async def has_referrals(team_id: UUID) -> bool:
    """Whether a team has any referral, also one that is over."""
    async with connection() as raw:
        return bool(await raw.fetchval("SELECT EXISTS (SELECT FROM referral WHERE team = $1)", team_id))


async def list_of(account_id: UUID, councils: Sequence[str]) -> tuple[Team, ...]:
    """Teams of these councils that an account is in, by name."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_TEAM} JOIN team_member m ON m.team = t.id
            WHERE m.account = $1 AND t.council_code = ANY($2::text[]) ORDER BY lower(t.name), t.id""",
            account_id,
            list(councils),
        )
    return tuple(Team(**dict(row)) for row in rows)


async def list_visible(
    account_id: UUID, own: Sequence[str], administered: Sequence[str], limit: int, offset: int
) -> tuple[tuple[Team, ...], int]:
    """Teams that an account is in, and all of councils that it administers, by name; and how many."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_TEAM} WHERE t.council_code = ANY($3::text[]) OR (t.council_code = ANY($2::text[])
                AND EXISTS (SELECT FROM team_member m WHERE m.team = t.id AND m.account = $1))
            ORDER BY lower(t.name), t.id LIMIT $4 OFFSET $5""",
            account_id,
            list(own),
            list(administered),
            limit,
            offset,
        )
        total = await raw.fetchval(
            """SELECT count(*) FROM team t WHERE t.council_code = ANY($3::text[])
            OR (t.council_code = ANY($2::text[])
                AND EXISTS (SELECT FROM team_member m WHERE m.team = t.id AND m.account = $1))""",
            account_id,
            list(own),
            list(administered),
        )
    return tuple(Team(**dict(row)) for row in rows), total


async def count_of_council(council_code: str) -> int:
    """How many teams a council has."""
    return int(await TeamTable.count().where(TeamTable.council_code == council_code))


async def add_member(team_id: UUID, account_id: UUID, at: datetime) -> bool:
    """Put an account into a team; False when it is in it already."""
    async with connection() as raw:
        added = await raw.fetchval(
            """INSERT INTO team_member (id, team, account, since) VALUES ($1, $2, $3, $4)
            ON CONFLICT (team, account) DO NOTHING RETURNING id""",
            uuid4(),
            team_id,
            account_id,
            at,
        )
    return added is not None


async def list_members(team_id: UUID) -> tuple[TeamMember, ...]:
    """Who is in a team, the longest first."""
    rows = (
        await MemberTable.select(MemberTable.account, MemberTable.since)
        .where(MemberTable.team == team_id)
        .order_by(MemberTable.since)
        .order_by(MemberTable.id)
    )
    return tuple(TeamMember(account_id=row["account"], since=row["since"]) for row in rows)


async def list_memberships(account_id: UUID) -> list[tuple[UUID, datetime]]:
    """The teams of an account, and since when."""
    rows = (
        await MemberTable.select(MemberTable.team, MemberTable.since)
        .where(MemberTable.account == account_id)
        .order_by(MemberTable.since)
    )
    return [(row["team"], row["since"]) for row in rows]


async def drop_member(team_id: UUID, account_id: UUID) -> None:
    """Take an account out of a team."""
    await MemberTable.delete().where((MemberTable.team == team_id) & (MemberTable.account == account_id))


async def drop_former_members() -> list[UUID]:
    """Take out of teams who is no practitioner of the council any more; return the team of each."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM team_member m USING team t WHERE t.id = m.team AND NOT EXISTS (
                SELECT FROM role_grant g WHERE g.account = m.account AND g.role = 'practitioner'
                AND g.council_code = t.council_code) RETURNING m.team"""
        )
    return [row["team"] for row in rows]


async def list_of_nobody(team_ids: Collection[UUID]) -> tuple[Team, ...]:
    """Those of these teams that are there and have nobody."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_TEAM} WHERE t.id = ANY($1::uuid[])
            AND NOT EXISTS (SELECT FROM team_member m WHERE m.team = t.id) ORDER BY t.id""",
            list(team_ids),
        )
    return tuple(Team(**dict(row)) for row in rows)


async def drop_empty(before: datetime) -> int:
    """Delete teams of nobody, with no referral and no invitation, that were made before; return how many."""
    async with connection() as raw:
        rows = await raw.fetch(
            """DELETE FROM team t WHERE t.created_at < $1
            AND NOT EXISTS (SELECT FROM team_member m WHERE m.team = t.id)
            AND NOT EXISTS (SELECT FROM team_invite i WHERE i.team = t.id)
            AND NOT EXISTS (SELECT FROM referral r WHERE r.team = t.id) RETURNING t.id""",
            before,
        )
    return len(rows)


async def add_invite(invite: TeamInvite) -> None:
    """Keep an invitation."""
    await InviteTable.insert(
        InviteTable(
            id=invite.id,
            team=invite.team_id,
            address=invite.address,
            invited_by=invite.invited_by,
            created_at=invite.created_at,
            expires_at=invite.expires_at,
        )
    )


async def list_invites(team_id: UUID) -> tuple[TeamInvite, ...]:
    """Who was asked to join a team and has not answered, the first first."""
    return await _list_invites("team = $1", team_id)


async def find_invite(invite_id: UUID) -> TeamInvite | None:
    """An invitation."""
    found = await _list_invites("id = $1", invite_id)
    return found[0] if found else None


async def find_invite_to(team_id: UUID, address: str) -> TeamInvite | None:
    """The invitation of an address to a team, whatever its capitals."""
    found = await _list_invites("team = $1 AND lower(address) = lower($2)", team_id, address)
    return found[0] if found else None


async def list_invites_of(account_id: UUID, address: str) -> tuple[TeamInvite, ...]:
    """The invitations that an account sent, or that went to its address."""
    return await _list_invites("invited_by = $1 OR lower(address) = lower($2)", account_id, address)


async def list_expired_invites(now: datetime) -> tuple[TeamInvite, ...]:
    """Invitations that are out of time."""
    return await _list_invites("expires_at <= $1", now)


async def drop_invite(invite_id: UUID) -> None:
    """Remove an invitation."""
    await InviteTable.delete().where(InviteTable.id == invite_id)


async def _hold_names(raw: Any, council_code: str) -> None:
    """Of two who call a team of one council the same at once, the second waits, and then sees the first's."""
    await raw.execute("SELECT pg_advisory_xact_lock(hashtext('team names'), hashtext($1))", council_code)


async def _list_invites(condition: str, *values: object) -> tuple[TeamInvite, ...]:
    """Raw SQL: Piccolo cannot say lower()."""
    async with connection() as raw:
        rows: list[Mapping[str, Any]] = await raw.fetch(
            f"""SELECT id, team AS team_id, address, invited_by, created_at, expires_at FROM team_invite
            WHERE {condition} ORDER BY created_at, id""",  # noqa: S608 - our own words
            *values,
        )
    return tuple(TeamInvite(**dict(row)) for row in rows)
