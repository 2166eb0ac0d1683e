"""Makes the people to sign in as, through the services, with their councils and an organisation."""

from uuid import UUID

from marketplace.accounts.demonstration.service import add_made_up
from marketplace.accounts.schemas import Role
from marketplace.councils.service import add_council
from marketplace.kernel.database import transaction
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.overview.schemas import ListingFilter
from marketplace.listings.overview.service import list_listings
from marketplace.listings.schemas import ListingKind, ListingStatus
from marketplace.listings.service import get_stored
from seed.demo.sign_ins import COUNCIL, made_up_people

ACTOR = "demo"
_MOST_PAGES = 20


async def load_people(council: str | None) -> int:
    """Make the people who are not there yet, their councils, and the provider's place in an organisation.

    Returns how many were made. The demonstration knows the password of all; nothing else may hold them.
    """
    people = made_up_people(council)
    added = 0
    async with transaction():
        for code in sorted({person.council_code for person in people if person.council_code}):
            await add_council(code, actor=ACTOR)
        for person in people:
            account_id = await add_made_up(person, actor=ACTOR)
            added += account_id is not None
            if account_id is not None and person.role is Role.PROVIDER:
                organization_id = await _find_organization(council or COUNCIL)
                if organization_id is not None:
                    await add_person(organization_id, account_id, MemberRole.OWNER, actor=ACTOR)
    return added


async def _find_organization(council: str) -> UUID | None:
    """A micro-enterprise of the council's area that the made-up provider is the owner of, if there is one."""
    for page in range(1, _MOST_PAGES + 1):
        found = await list_listings([council], page, ListingFilter(council_code=council))
        for row in found.items:
            if row.kind is ListingKind.MICRO_ENTERPRISE and row.status is ListingStatus.PUBLISHED:
                return (await get_stored(row.id)).draft.organization.id
        if found.next_page is None:
            return None
    return None
