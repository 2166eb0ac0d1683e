"""The door for accounts: the teams somebody is in, the referrals they made, and what they answered."""

from uuid import UUID

from marketplace.accounts.service import find_address
from marketplace.referrals.holding import repository
from marketplace.referrals.keeping.service import drop_made_alone
from marketplace.referrals.teams import repository as teams
from marketplace.referrals.teams import service as team_service
from marketplace.referrals.teams.telling import service as telling


class ReferralHolder:
    """What this room keeps about an account. What a referral says is of another person: not handed over."""

    name = "referrals"

    async def export(self, account_id: UUID) -> object:
        """Teams, invitations, which referrals it made, and its own answers with their words."""
        address = await find_address(account_id) or ""
        return {
            "teams": [
                {"team": team_id, "since": since}
                for team_id, since in await teams.list_memberships(account_id)
            ],
            "invited": [
                {"team": invite.team_id, "invited_at": invite.created_at}
                for invite in await teams.list_invites_of(account_id, address)
            ],
            "made": await repository.list_made(account_id),
            "answers": await repository.list_answers(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """Leave all teams, which keep their referrals; delete what nobody else could read, and its words."""
        address = await find_address(account_id) or ""
        await team_service.drop_invites(await teams.list_invites_of(account_id, address))
        await drop_made_alone(account_id)
        await telling.tell_of_nobody(await repository.drop_memberships(account_id))
        await repository.forget_answers(account_id)
