"""Who is in the made-up pools, and where: people to sign in as, neighbours, listings that pools can use."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from uuid import UUID

from msgspec import Struct

from marketplace.accounts.schemas import Grant, Role, Viewer
from marketplace.accounts.service import add_account, find_account_by_address, list_acting_for
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.listings.overview.schemas import ListingFilter, ListingState
from marketplace.listings.overview.service import list_listings
from marketplace.listings.schemas import ListingKind, StoredListing
from marketplace.listings.service import get_stored
from seed.demo.cast import own_listing, viewer_of
from seed.demo.sign_ins import made_up_people

ACTOR = "demo"
_NAMES = (
    "Alan G.", "Bea M.", "Carl O.", "Dee P.", "Eddie F.", "Farah K.", "Gwen T.", "Hal J.",
    "Imani N.", "Joan C.", "Kofi A.", "Lou R.", "Meena S.", "Nell B.", "Omar D.", "Pearl W.",
    "Quinn H.", "Ros E.", "Stan V.", "Tilda Y.", "Umesh L.", "Val I.", "Wendy Q.", "Zofia Z.",
)  # fmt: skip
"""Chosen so that no two of one pool are alike."""
_MOST_LISTINGS, _MOST_PAGES, _MOST_PAGES_OF_HELP = 60, 4, 20
"""So many listings are looked through for places and for what pools can use."""


class Neighbour(Struct, frozen=True, kw_only=True):
    """Somebody who comes into pools, for themselves or for whom they act."""

    viewer: Viewer
    name: str
    """What the others in a pool call them."""
    acting_for: UUID | None = None
    relation: str = ""

    @property
    def account_id(self) -> UUID:
        """There always is one."""
        assert self.viewer.account_id is not None
        return self.viewer.account_id


class Supporters(Struct, frozen=True, kw_only=True):
    """A support organisation that helps pools, and who works there."""

    organization_id: UUID
    viewer: Viewer


class Neighbourhood(Struct, frozen=True, kw_only=True):
    """Everybody and everything that stories need."""

    council: str
    known: dict[str, Neighbour]
    """People to sign in as: person, supporter."""
    neighbours: tuple[Neighbour, ...]
    steward: Viewer
    practitioner: Viewer
    places: tuple[str, ...]
    """Postcodes of the council."""
    listings: tuple[StoredListing, ...]
    own_listing: StoredListing | None
    """Of the provider to sign in as."""
    supporters: Supporters | None
    """Where the provider to sign in as works too; None when no support organisation is listed."""

    def some(self, start: int, count: int, but: Sequence[Neighbour] = ()) -> list[Neighbour]:
        """So many neighbours from a place in the row, round and round."""
        around: Iterator[Neighbour] = islice(cycle(self.neighbours), start, start + len(self.neighbours))
        return [each for each in around if each not in but][:count]

    def find_listing(self, support_type: str) -> UUID | None:
        """A listing that is first of all for this kind of support, if there is one."""
        fitting = (each.id for each in self.listings if each.draft.support_types[:1] == (support_type,))
        return next(fitting, None)


async def find_neighbourhood(council: str | None) -> Neighbourhood | None:
    """Everybody, with the neighbours, which it makes.

    None when the people to sign in as are missing, the neighbours are there, or no listing says where.
    """
    if await find_account_by_address(_address(_NAMES[0])) is not None:
        return None
    people = [(person, await viewer_of(person.address)) for person in made_up_people(council)]
    found = {person.address.partition("@")[0]: viewer for person, viewer in people if viewer is not None}
    if len(found) < len(people):
        return None
    code = found["steward"].councils(Role.STEWARD)[0]
    listings = await _listings(code)
    places = tuple(dict.fromkeys(place for each in listings if (place := _postcode(each))))
    if not places:
        return None
    return Neighbourhood(
        council=code,
        known={
            "person": Neighbour(viewer=found["person"], name="Pat"),
            "supporter": await _supporter(found["supporter"]),
        },
        neighbours=tuple([await _neighbour(name) for name in _NAMES]),
        steward=found["steward"],
        practitioner=found["practitioner"],
        places=places,
        listings=tuple(listings),
        own_listing=await own_listing(found["provider"]),
        supporters=await _supporters(code, found["provider"]),
    )


async def _listings(council: str) -> list[StoredListing]:
    """Public listings of the council."""
    found: list[StoredListing] = []
    for number in range(1, _MOST_PAGES + 1):
        page = await list_listings([council], number, ListingFilter(state=ListingState.PUBLIC))
        for row in page.items:
            if row.council_code == council and len(found) < _MOST_LISTINGS:
                found.append(await get_stored(row.id))
        if page.next_page is None:
            break
    return found


async def _supporters(council: str, viewer: Viewer) -> Supporters | None:
    """The first support organisation of the council that nobody looks after yet; the provider does now."""
    assert viewer.account_id is not None
    for number in range(1, _MOST_PAGES_OF_HELP):
        page = await list_listings([council], number, ListingFilter(state=ListingState.PUBLIC))
        for row in page.items:
            is_free = row.council_code == council and not row.has_people
            if is_free and row.kind is ListingKind.SUPPORT_ORGANIZATION:
                organization_id = (await get_stored(row.id)).draft.organization.id
                await add_person(organization_id, viewer.account_id, MemberRole.MEMBER, actor=ACTOR)
                return Supporters(organization_id=organization_id, viewer=viewer)
        if page.next_page is None:
            break
    return None


def _postcode(stored: StoredListing) -> str:
    draft = stored.draft
    return (draft.venue and draft.venue.postcode) or (draft.area and draft.area.base_postcode) or ""


async def _supporter(viewer: Viewer) -> Neighbour:
    """The supporter, who acts for somebody."""
    assert viewer.account_id is not None
    supported = await list_acting_for(viewer.account_id)
    if not supported:
        return Neighbour(viewer=viewer, name="Sam")
    relation = supported[0].relation.value
    return Neighbour(viewer=viewer, name="Maureen", acting_for=supported[0].id, relation=relation)


async def _neighbour(name: str) -> Neighbour:
    """An account without a password: made up, and nobody signs in to it."""
    grants = (Grant(Role.PERSON),)
    account_id = await add_account(_address(name), name, password=None, grants=grants, actor=ACTOR)
    return Neighbour(
        viewer=Viewer(account_id=account_id, name=name, grants=grants), name=name.partition(" ")[0]
    )


def _address(name: str) -> str:
    return f"{name.lower().rstrip('.').replace(' ', '.')}@example.org"
