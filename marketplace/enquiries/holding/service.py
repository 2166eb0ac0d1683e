"""The door for accounts: what is kept about somebody who asked, or who answers for an organisation."""

from uuid import UUID

from marketplace.enquiries import repository as conversations
from marketplace.enquiries.answering.service import close
from marketplace.enquiries.holding import repository
from marketplace.enquiries.letters import rules as letters
from marketplace.enquiries.outcomes.service import note_end
from marketplace.enquiries.parties import service as parties
from marketplace.enquiries.rules import OPEN_STATUSES
from marketplace.enquiries.schemas import EndedBy, EndReason, Side, Status
from marketplace.kernel import clock
from marketplace.listings.organizations.schemas import Membership
from marketplace.listings.organizations.service import hold as hold_organization
from marketplace.listings.organizations.service import list_organizations_of


class EnquiryHolder:
    """Conversations of an account: its own as a person, and those of organisations of which it is the last.

    Comes before the holder of organisations, which takes the account out of them.
    """

    name = "enquiries"

    async def export(self, account_id: UUID) -> object:
        """Its own conversations whole; of those of an organisation, what it wrote itself."""
        return {
            "asked": await repository.list_own(account_id),
            "written_for_organizations": await repository.list_written(account_id),
            "shown_for_organizations": await repository.list_shown(account_id),
            "blocked": await repository.list_blocks(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """Delete what it asked for, with the answers; the market view keeps that it ended.

        Where an organisation goes with it, the person keeps their own words, is told, and may ask others.
        Where colleagues go on, what it wrote for the organisation stays, without its name.
        """
        await conversations.take_turn(account_id)
        # Of the last two who go at once, the second sees that it is the last.
        for membership in sorted(await list_organizations_of(account_id), key=_by_id):
            await hold_organization(membership.organization.id)
        alone, now = await repository.list_alone(account_id), clock.now()
        held = await conversations.list_held(
            "c.account = $1 OR c.organization = ANY($2::uuid[])", account_id, alone
        )
        for each in held:
            if each.account_id == account_id:
                if each.status in OPEN_STATUSES:
                    await note_end(each, Status.NOT_TAKEN_UP, EndReason.ACCOUNT_GONE, now)
            elif not each.is_closed:
                await close(each, EndReason.LISTING_GONE, EndedBy.TIME, now)
                await parties.tell(each, Side.PERSON, letters.for_person_closed(each))
        await repository.empty_provider(alone)
        await repository.drop_person(account_id)


def _by_id(membership: Membership) -> UUID:
    return membership.organization.id
