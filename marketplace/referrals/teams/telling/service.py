"""Writes to people about teams; every function is to be called inside a transaction."""

from collections.abc import Collection, Iterable
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.referrals.letters import rules as letters
from marketplace.referrals.teams import repository
from marketplace.referrals.teams.schemas import Team, TeamInvite, TeamMember


async def tell_of_nobody(team_ids: Collection[UUID]) -> None:
    """Write to administrators whose council's team lost its last person.

    What the team has is not said: an administrator reads no referral, and asks others to join.
    """
    for team in await repository.list_of_nobody(team_ids):
        administrators = await accounts.list_with_role(Role.ADMINISTRATOR, team.council_code)
        await _write(administrators, team, letters.of_nobody(team.id, team.name))


async def tell_joined(
    team: Team, members: Iterable[TeamMember], account_id: UUID, invite: TeamInvite
) -> None:
    """Write to all who were in a team before somebody joined, whoever asked them to.

    Whoever is in it reads what it has, and an administrator can make themself a practitioner and join: so it
    never happens unseen. Where nobody was in it, the council's other administrators are told.
    """
    ids = {member.account_id for member in members}
    working = await accounts.list_with_role(Role.PRACTITIONER, team.council_code)
    told = [each for each in working if each in ids]
    if not told:
        told = await accounts.list_with_role(Role.ADMINISTRATOR, team.council_code)
    names = await accounts.list_names([account_id])
    letter = letters.joined(
        team.id,
        team.name,
        names[account_id],
        is_asked_by_member=invite.invited_by in ids,
        is_asked_by_self=invite.invited_by == account_id,
    )
    await _write([each for each in told if each != account_id], team, letter, about=account_id)


async def tell_removed(account_id: UUID, team: Team) -> None:
    """Write to somebody whom another took out of a team."""
    await _write([account_id], team, letters.removed())


async def _write(
    account_ids: Collection[UUID], team: Team, letter: Letter, *, about: UUID | None = None
) -> None:
    own = replace(letter, council_code=team.council_code)
    for account_id, address in (await accounts.list_addresses(account_ids)).items():
        await mail.queue_letter(address, own, account_id=account_id, about=about)
