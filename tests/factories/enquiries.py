"""Conversations for tests, through the services: somebody who asks, and a provider who answers."""

from typing import NamedTuple
from uuid import UUID

from marketplace.accounts.schemas import Account, Role, Viewer
from marketplace.enquiries import service
from marketplace.enquiries.schemas import NewEnquiry, Side
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.schemas import ListingDraft
from marketplace.listings.service import get_stored
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_organization, make_personal_assistant, publish

WORDS = "I would love to swim again on Tuesdays."


class Offer(NamedTuple):
    """A public listing and who looks after it."""

    listing: UUID
    organization: UUID
    account: Account
    viewer: Viewer


class Talk(NamedTuple):
    """A conversation, and both of its sides."""

    id: UUID
    person: Viewer
    person_account: Account
    offer: Offer

    async def seen_by(self, side: Side = Side.PERSON):
        """As a side sees it, which marks it read."""
        viewer = self.person if side is Side.PERSON else self.offer.viewer
        return await service.get_conversation(self.id, viewer, side=side)

    async def version(self) -> int:
        """The version as it is now; it marks what the person has as read."""
        return (await self.seen_by()).conversation.version

    async def reply(self, side: Side, words: str = "Yes, I can.", **more) -> None:
        """Write as a side, having seen what is there."""
        viewer = self.person if side is Side.PERSON else self.offer.viewer
        seen = await self.seen_by(side)
        await service.reply(self.id, words, seen.conversation.version, viewer, side=side, **more)


async def make_offer(draft: ListingDraft | None = None, **account) -> Offer:
    """A public listing with an owner."""
    draft = draft or make_personal_assistant(organization=make_organization())
    listing_id = await publish(draft)
    owner = await make_account(Role.PROVIDER, **{"name": "Amina Khan"} | account)
    organization = (await get_stored(listing_id)).draft.organization.id
    await add_person(organization, owner.id, MemberRole.OWNER, actor="test")
    return Offer(listing_id, organization, owner, await viewer_of(owner))


async def add_colleague(offer: Offer, **account) -> Viewer:
    """One more of the people of an organisation."""
    colleague = await make_account(Role.PROVIDER, **account)
    await add_person(offer.organization, colleague.id, MemberRole.MEMBER, actor="test")
    return await viewer_of(colleague)


async def make_talk(offer: Offer | None = None, person: Account | None = None, **new) -> Talk:
    """Somebody asks a provider."""
    offer = offer or await make_offer()
    account = person or await make_account(Role.PERSON)
    viewer = await viewer_of(account)
    (made,) = await service.ask([offer.listing], NewEnquiry(**{"words": WORDS} | new), viewer)
    return Talk(made, viewer, account, offer)


async def make_answered(**kwargs) -> Talk:
    """The provider has answered."""
    talk = await make_talk(**kwargs)
    await talk.reply(Side.PROVIDER)
    return talk


async def make_agreed(**kwargs) -> Talk:
    """The person has said yes."""
    talk = await make_answered(**kwargs)
    await service.agree(talk.id, await talk.version(), talk.person)
    return talk
