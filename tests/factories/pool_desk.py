"""Support organisations that help pools, through the services."""

from typing import NamedTuple
from uuid import UUID

from marketplace.accounts.schemas import Account, Role, Viewer
from marketplace.kernel.database import transaction
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.schemas import ListingKind
from marketplace.pooling.desk.helping import service
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, make_organization, publish
from tests.factories.pooling import Pooled


class Supporters(NamedTuple):
    """An organisation that is listed as one that supports, and one of its people."""

    id: UUID
    account: Account
    viewer: Viewer
    listing_id: UUID


async def make_supporters(name: str = "Wiltshire Direct") -> Supporters:
    """A support organisation of the council where pools of tests are."""
    organization = make_organization(name)
    listing = make_activity(
        organization=organization,
        kind=ListingKind.SUPPORT_ORGANIZATION,
        title="Help with direct payments",
        capacity=None,
    )
    listing_id = await publish(listing)
    account = await make_account(Role.PROVIDER, name="Works There")
    async with transaction():
        await add_person(organization.id, account.id, MemberRole.OWNER, actor="test")
    return Supporters(organization.id, account, await viewer_of(account), listing_id)


async def ask_help(pool: Pooled, supporters: Supporters | None = None) -> tuple[UUID, Supporters]:
    """The lead asks an organisation; nobody else has answered."""
    supporters = supporters or await make_supporters()
    return await service.ask(pool.id, supporters.id, pool.lead.viewer), supporters


async def make_helped(pool: Pooled) -> tuple[UUID, Supporters]:
    """Everybody said yes."""
    helper_id, supporters = await ask_help(pool)
    for person in pool.others:
        await service.consent(pool.id, helper_id, person.viewer, yes=True)
    await service.answer(helper_id, supporters.viewer, yes=True)
    return helper_id, supporters
