"""What pages of photos, evidence and capacity cost: a fixed small number of SQL statements, and few bytes."""

from datetime import date

import brotli
import pytest

from marketplace.kernel.database import DB
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.organizations.service import create_organization
from tests.factories.listings import make_organization, make_personal_assistant, publish
from tests.factories.pictures import png
from tests.factories.providers import make_written
from tests.provider.test_free import link
from tests.provider.test_photos import add

MOST_BYTES = 6_000


@pytest.fixture
def statements(db):
    run = []
    connection = DB.current_transaction.get().connection

    def note(record):
        run.append(record.query)

    connection.add_query_logger(note)
    yield run
    connection.remove_query_logger(note)


async def cost_of(client, statements, path):
    """Statements of a page, which must be small."""
    statements.clear()
    page = await client.get(path)
    assert page.status_code == 200
    assert len(brotli.compress(page.content, quality=6)) <= MOST_BYTES
    return len(statements)


async def test_page_of_photos_takes_two_statements_however_many_there_are(client, viewer, statements):
    request = await make_written(viewer)
    path = f"/provider/requests/{request.id}/photos"
    assert await cost_of(client, statements, path) == 2
    for number in range(4):
        await add(client, viewer, request, png(40 + number, 40))
    assert await cost_of(client, statements, path) == 2


async def test_private_picture_takes_three_statements(client, viewer, statements):
    request = await make_written(viewer)
    await add(client, viewer, request, png())
    page = await client.get(f"/provider/requests/{request.id}/photos")
    path = page.text.partition('src="/provider/media/')[2][:64]
    assert await cost_of(client, statements, f"/provider/media/{path}") == 3


async def test_list_of_evidence_takes_five_statements_however_long_it_is(client, viewer, statements):
    organization_id = await create_organization("Amina K.", viewer)
    path = f"/provider/organizations/{organization_id}/evidence"
    assert await cost_of(client, statements, path) == 5
    for kind in ("first_aid", "dementia_training", "food_hygiene"):
        facts = ClaimFacts(kind=kind, checked_on=date(2026, 1, 5))
        await evidence.add_claim(organization_id, facts, [], viewer)
    assert await cost_of(client, statements, path) == 5


async def test_what_is_free_takes_three_statements(client, viewer, statements):
    organization_id = await create_organization("Amina K.", viewer)
    listing_id = await publish(make_personal_assistant(organization=make_organization(id=organization_id)))
    assert await cost_of(client, statements, f"/provider/listings/{listing_id}/free") == 3
    token = await link(viewer, listing_id)
    assert await cost_of(client, statements, f"/free/{token}") == 3
