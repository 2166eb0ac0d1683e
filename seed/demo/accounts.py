"""Made-up people to sign in as: one for each role, and a steward of another council to try borders with."""

from uuid import UUID

from marketplace.accounts.demonstration.rules import DOMAIN
from marketplace.accounts.demonstration.schemas import MadeUp
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

ACTOR = "demo"
COUNCIL, OTHER_COUNCIL = "E06000054", "E06000023"
"""Wiltshire, and Bristol."""
_MOST_PAGES = 20


def made_up_people(council: str | None) -> tuple[MadeUp, ...]:
    """The people, for a demonstration of one council or of all."""
    own = council or COUNCIL
    other = OTHER_COUNCIL if own != OTHER_COUNCIL else COUNCIL
    staff = (
        ("Priya Nair", Role.PRACTITIONER, own, "practitioner"),
        ("Callum Reid", Role.COMMISSIONER, own, "commissioner"),
        ("Siân Davies", Role.STEWARD, own, "steward"),
        ("Adaeze Obi", Role.ADMINISTRATOR, own, "administrator"),
        ("Owen Marsh", Role.STEWARD, other, "other-steward"),
    )
    return (
        MadeUp(name="Pat Lowe", role=Role.PERSON, address=f"person@{DOMAIN}"),
        MadeUp(name="Sam Lowe", role=Role.PERSON, address=f"supporter@{DOMAIN}", acts_for="Mum"),
        MadeUp(name="Jo Field", role=Role.PROVIDER, address=f"provider@{DOMAIN}"),
        *(
            MadeUp(name=name, role=role, council_code=code, address=f"{local}@{DOMAIN}")
            for name, role, code, local in staff
        ),
    )


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
