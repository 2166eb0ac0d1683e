"""Who plays a part in the demonstration's conversations, referrals and adverts, and for which listings."""

from uuid import UUID

from msgspec import Struct

from marketplace.accounts.schemas import Grant, Role, Viewer
from marketplace.accounts.service import add_account, find_account_by_address, list_acting_for
from marketplace.councils.service import get_council_settings
from marketplace.kernel import clock
from marketplace.listings.editing.keeping.service import list_own_listings
from marketplace.listings.evidence.tiers.rules import tier_of
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.overview.schemas import ListingFilter, ListingState
from marketplace.listings.overview.service import list_listings
from marketplace.listings.schemas import ListingKind, ListingStatus, StoredListing
from marketplace.listings.service import get_stored
from seed.demo.sign_ins import made_up_people

ACTOR = "demo"
_MOST_PAGES = 20
_PROVIDERS = (("Mo K.", "mo.k"), ("Tess W.", "tess.w"), ("Ife A.", "ife.a"))
_ASKERS = (("Ada R.", "ada.r"), ("Ben T.", "ben.t"), ("Cora S.", "cora.s"))
_ASSISTANTS = 2
"""So many of the providers are personal assistants."""


class Offer(Struct, frozen=True, kw_only=True):
    """A public listing, and who answers for it."""

    listing: StoredListing
    viewer: Viewer

    @property
    def id(self) -> UUID:
        """Of the listing."""
        return self.listing.id

    @property
    def types(self) -> tuple[str, ...]:
        """What it offers, as somebody asks for it."""
        return self.listing.draft.support_types[:2]


class Cast(Struct, frozen=True, kw_only=True):
    """Everybody. Those with a sign-in of their own come first."""

    council: str
    person: Viewer
    supporter: Viewer
    supported: UUID | None
    """For whom the supporter acts."""
    practitioner: Viewer
    steward: Viewer
    own: Offer
    """What the provider to sign in as is asked for."""
    offers: tuple[Offer, Offer, Offer]
    """Other providers: two personal assistants, and somebody else."""
    askers: tuple[Viewer, Viewer, Viewer]
    place: str
    """A postcode where somebody sets out from."""


async def find_cast(council: str | None) -> Cast | None:
    """Everybody, with the accounts that nobody signs in to, which it makes.

    None when the people to sign in as are not there, the cast has played already, or listings are too few.
    """
    if await find_account_by_address(_address(_ASKERS[0][1])) is not None:
        return None
    people = [(person, await viewer_of(person.address)) for person in made_up_people(council)]
    found = {person.address.partition("@")[0]: viewer for person, viewer in people if viewer is not None}
    if len(found) < len(people):
        return None
    code = found["steward"].councils(Role.STEWARD)[0]
    own = await own_listing(found["provider"])
    others = await _others(code)
    place = next((_postcode(each) for each in others if _postcode(each)), "")
    if own is None or not place or len(others) < len(_PROVIDERS):
        return None
    supporter = found["supporter"]
    assert supporter.account_id is not None
    supported = await list_acting_for(supporter.account_id)
    first, second, third = [
        Offer(listing=listing, viewer=await _provider(name, local, listing))
        for (name, local), listing in zip(_PROVIDERS, others, strict=True)
    ]
    ada, ben, cora = [await _visitor(name, local, Role.PERSON) for name, local in _ASKERS]
    return Cast(
        council=code,
        person=found["person"],
        supporter=supporter,
        supported=supported[0].id if supported else None,
        practitioner=found["practitioner"],
        steward=found["steward"],
        own=Offer(listing=own, viewer=found["provider"]),
        offers=(first, second, third),
        askers=(ada, ben, cora),
        place=place,
    )


async def viewer_of(address: str) -> Viewer | None:
    """Somebody as signed in, with a second factor; None when there is no such account."""
    account = await find_account_by_address(address)
    if account is None:
        return None
    return Viewer(account_id=account.id, name=account.name, grants=account.grants, has_second_factor=True)


async def own_listing(viewer: Viewer) -> StoredListing | None:
    """A public listing of the provider's, of what they do themselves."""
    assert viewer.account_id is not None
    own = await organizations.list_organizations_of(viewer.account_id)
    listings = (await list_own_listings([each.organization.id for each in own])).items
    public = [
        each
        for each in listings
        if each.status is ListingStatus.PUBLISHED
        and not each.is_hidden
        and each.draft.kind is not ListingKind.SUPPORT_ORGANIZATION
    ]
    return min(public, key=lambda each: each.draft.title, default=None)


async def _others(council: str) -> list[StoredListing]:
    """Public listings that nobody looks after yet: of two checked assistants, then of somebody else."""
    assistants: list[StoredListing] = []
    others: list[StoredListing] = []
    settings, today = await get_council_settings(council), clock.today()
    for number in range(1, _MOST_PAGES + 1):
        page = await list_listings([council], number, ListingFilter(state=ListingState.PUBLIC))
        for row in page.items:
            is_assistant = row.kind is ListingKind.PERSONAL_ASSISTANT
            kept, most = (assistants, _ASSISTANTS) if is_assistant else (others, 1)
            if row.has_people or row.council_code != council or len(kept) == most:
                continue
            stored = await get_stored(row.id)
            if not is_assistant or tier_of(row.kind, stored.draft.checks, settings, today) is not None:
                kept.append(stored)
        if page.next_page is None or (len(assistants) == _ASSISTANTS and others):
            break
    return [*assistants, *others]


def _postcode(stored: StoredListing) -> str:
    """Where somebody sets out from."""
    return (stored.draft.area and stored.draft.area.base_postcode) or ""


async def _provider(name: str, local: str, listing: StoredListing) -> Viewer:
    viewer = await _visitor(name, local, Role.PROVIDER)
    assert viewer.account_id is not None
    organization_id = listing.draft.organization.id
    await organizations.add_person(organization_id, viewer.account_id, MemberRole.OWNER, actor=ACTOR)
    return viewer


async def _visitor(name: str, local: str, role: Role) -> Viewer:
    """An account without a password: made up, and nobody signs in to it."""
    grants = (Grant(role),)
    account_id = await add_account(_address(local), name, password=None, grants=grants, actor=ACTOR)
    return Viewer(account_id=account_id, name=name, grants=grants)


def _address(local: str) -> str:
    return f"{local}@example.org"
