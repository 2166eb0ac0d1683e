"""A council with a safeguarding contact and staff, and a public listing with an owner."""

from uuid import UUID

import pytest

from marketplace.accounts.schemas import Role
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from marketplace.councils import service as councils
from marketplace.councils.schemas import SafeguardingContact
from marketplace.kernel.database import connection
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_personal_assistant, publish

WILTSHIRE, SOMERSET = "E06000054", "E06000066"
CONTACT = "safeguarding@wiltshire.example"


async def letters(kind=None):
    """Letters that wait, as dictionaries, oldest first."""
    async with connection() as raw:
        rows = await raw.fetch("SELECT * FROM letter ORDER BY queued_at, id")
    return [dict(row) for row in rows if kind in {None, row["kind"]}]


async def report(listing_id, kind="wrong", host="192.0.2.1", **values):
    """Report a listing as a visitor does."""
    return await report_concern(
        listing_id, NewConcern(kind=ConcernKind(kind), **{"words": "The phone is dead."} | values), host=host
    )


@pytest.fixture
async def council(db):
    """Wiltshire, with a safeguarding contact."""
    await councils.add_council(WILTSHIRE, actor="test")
    contact = SafeguardingContact(name="Adult social care", phone="0300 456 0111", email=CONTACT)
    await councils.update_council_settings(WILTSHIRE, {"safeguarding": contact}, 1, actor="test")
    async with connection() as raw:
        await raw.execute("DELETE FROM letter")  # that the address is one for safeguarding
    return WILTSHIRE


@pytest.fixture
async def listing(council) -> UUID:
    """A public listing of a PA in Melksham."""
    return await publish(make_personal_assistant())


@pytest.fixture
async def owner(listing):
    """The account that the listing belongs to."""
    from marketplace.listings.service import get_stored

    account = await make_account(Role.PROVIDER, name="Amina", address="amina@provider.example")
    organization = (await get_stored(listing)).draft.organization
    await add_person(organization.id, account.id, MemberRole.OWNER, actor="test")
    return account


@pytest.fixture
async def steward(council):
    """A steward of Wiltshire, as services see who is signed in."""
    return await viewer_of(
        await make_account(Role.STEWARD, WILTSHIRE, name="Stella Steward", address="stella@council.example")
    )


@pytest.fixture
async def other_steward(db):
    """A steward of another council."""
    await councils.add_council(SOMERSET, actor="test")
    return await viewer_of(await make_account(Role.STEWARD, SOMERSET))


@pytest.fixture
async def administrator(council):
    """An administrator of Wiltshire."""
    return await make_account(Role.ADMINISTRATOR, WILTSHIRE, address="adam@council.example")
