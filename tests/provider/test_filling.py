"""What was said of checks in a listing is not asked again as evidence, and the other way round."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.facts.service import last_said
from marketplace.listings.editing.schemas import Step
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.schemas import ListingKind
from tests.factories.accounts import make_account, viewer_of
from tests.factories.evidence import make_pdf
from tests.factories.listings import FEW_PLACES
from tests.factories.providers import make_organization_of, make_submitted

UNTIL = clock.today() + timedelta(days=200)
CHECKS = {
    "dbs": "yes",
    "dbs_level": "enhanced",
    "dbs_on": "27 March 2026",
    "insurance": "yes",
    "insurance_until": f"{UNTIL.day} {UNTIL:%B %Y}",
    "data_protection": "yes",
    "data_protection_number": "za 123456",
    "training": ["first_aid"],
}


async def begin(organization_id, viewer, kind=ListingKind.MICRO_ENTERPRISE):
    return await editing.start_listing(organization_id, kind, viewer)


def is_ticked(page, name, value):
    return re.search(rf'name="{name}"[^>]*value="{value}"[^>]*checked', page) is not None


async def test_evidence_starts_with_what_was_said_in_a_listing(client, viewer):
    organization_id = await make_organization_of(viewer)
    await editing.save_answers(await begin(organization_id, viewer), Step.CHECKS, CHECKS, 1, viewer)
    url = f"/provider/organizations/{organization_id}/evidence/add?kind="
    page = (await client.get(f"{url}dbs")).text
    assert is_ticked(page, "level", "enhanced")
    assert re.search(r'name="checked_on_day"[^>]*value="27"', page)
    assert "We filled in what you said" in page
    page = (await client.get(f"{url}insurance")).text
    assert re.search(rf'name="expires_on_year"[^>]*value="{UNTIL.year}"', page)
    assert 'value="za 123456"' in (await client.get(f"{url}data_protection")).text
    assert "We filled in" not in (await client.get(f"{url}identity")).text


async def test_a_listing_starts_with_what_was_sent_in(client, viewer):
    organization_id = await make_organization_of(viewer)
    facts = ClaimFacts(kind="insurance", amount_pence=5_000_000_00, expires_on=UNTIL)
    await evidence.add_claim(organization_id, facts, [make_pdf()], viewer)
    facts = ClaimFacts(kind="first_aid", checked_on=clock.today())
    await evidence.add_claim(organization_id, facts, [], viewer)
    request_id = await begin(organization_id, viewer)
    page = (await client.get(f"/provider/requests/{request_id}/answers/checks")).text
    assert "We filled in what you told us before." in page
    assert is_ticked(page, "insurance", "yes")
    assert is_ticked(page, "training", "first_aid")
    assert f'value="{CHECKS["insurance_until"]}"' in page
    assert not is_ticked(page, "dbs", "yes")


async def test_a_second_listing_starts_with_what_the_first_said(client, viewer):
    organization_id = await make_organization_of(viewer)
    await editing.save_answers(await begin(organization_id, viewer), Step.CHECKS, CHECKS, 1, viewer)
    second = await begin(organization_id, viewer)
    page = (await client.get(f"/provider/requests/{second}/answers/checks")).text
    assert is_ticked(page, "dbs", "yes")
    assert 'value="27 March 2026"' in page


async def test_what_was_answered_here_is_not_filled_over(client, viewer):
    organization_id = await make_organization_of(viewer)
    facts = ClaimFacts(kind="insurance", amount_pence=5_000_000_00, expires_on=UNTIL)
    await evidence.add_claim(organization_id, facts, [], viewer)
    request_id = await begin(organization_id, viewer)
    await editing.save_answers(request_id, Step.CHECKS, {"insurance": "no"}, 1, viewer)
    page = (await client.get(f"/provider/requests/{request_id}/answers/checks")).text
    assert is_ticked(page, "insurance", "no")
    assert "We filled in" not in page


async def test_handed_in_names_the_papers_that_were_not_sent_yet(client, viewer):
    request = await make_submitted(viewer)
    kinds = [fact.kind for fact in (await editing.read_request(request, FEW_PLACES)).facts]
    assert kinds
    url = f"/provider/organizations/{request.organization.id}/evidence/add?kind="
    page = html.unescape((await client.get(f"/provider/requests/{request.id}")).text)
    assert re.findall(rf'href="{re.escape(url)}(\w+)"', page) == kinds


async def test_nobody_else_learns_what_an_organization_said(db, viewer):
    organization_id = await make_organization_of(viewer)
    await editing.save_answers(await begin(organization_id, viewer), Step.CHECKS, CHECKS, 1, viewer)
    assert (await last_said(organization_id, viewer))["dbs"] == "yes"
    other = await viewer_of(await make_account(Role.PROVIDER))
    assert await last_said(organization_id, other) == {}
    assert await last_said(uuid4(), viewer) == {}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"data_protection_number": ""}, "data_protection_number"),
        ({"data_protection_number": "00012345678"}, "data_protection_number"),
        ({"dbs_on": "1 May 2099"}, "dbs_on"),
        ({"insurance_until": "1 May 2020"}, "insurance_until"),
        ({"insurance_until": "1 May 2099"}, "insurance_until"),
    ],
)
async def test_what_can_stand_on_no_paper_is_said_at_its_field(client, viewer, changed, field):
    request_id = await begin(await make_organization_of(viewer), viewer)
    answer = await client.post(
        f"/provider/requests/{request_id}/answers/checks", data={**CHECKS, **changed, "version": "1"}
    )
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


async def test_papers_in_order_have_no_problem(client, viewer):
    request_id = await begin(await make_organization_of(viewer), viewer)
    answer = await client.post(
        f"/provider/requests/{request_id}/answers/checks", data={**CHECKS, "version": "1"}
    )
    for field in ("dbs_on", "insurance_until", "data_protection_number"):
        assert f'href="#{field}"' not in answer.text
