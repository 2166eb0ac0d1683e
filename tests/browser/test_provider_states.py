"""The pages of a provider in states that the journey does not pass: hidden, returned, wrong, two at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import RequestStatus
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims.service import claim_listing
from marketplace.listings.organizations.invites import service as invites
from marketplace.listings.organizations.repository import add_member
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import HiddenReason, ListingKind
from marketplace.listings.states import service as states
from tests.browser.test_every_state import SIDEWAYS, SMALL_TARGETS, violations
from tests.factories.accounts import make_account, open_session_of, viewer_of
from tests.factories.listings import make_activity, make_enterprise, publish
from tests.factories.providers import ACTIVITY, ASSISTANT, ENTERPRISE, make_submitted, make_written

pytestmark = pytest.mark.browser


async def _publish_for(viewer, draft):
    listing_id = await publish(draft)
    await add_member(draft.organization.id, viewer.account_id, MemberRole.OWNER, clock.now())
    return listing_id


async def _listings(viewer):
    shown = make_enterprise()
    listing_id = await _publish_for(viewer, shown)
    paused = await _publish_for(viewer, make_activity())
    await states.hide_listing(paused, HiddenReason.PAUSED, actor="test")
    await editing.start_change(listing_id, viewer)
    other = await make_account(Role.PROVIDER, name="Sam Friend")
    await organizations.add_person(shown.organization.id, other.id, MemberRole.MEMBER, actor="test")
    await invites.invite_member(shown.organization.id, "new@example.org", MemberRole.MEMBER, viewer)
    claimed = await publish(make_activity())
    await claim_listing(claimed, viewer, "I run it with the others; ring the hall.")
    return {
        "first page": "/provider",
        "people": f"/provider/organizations/{shown.organization.id}",
        "taking down": f"/provider/listings/{listing_id}/withdraw",
        "claim": f"/listings/{claimed}/claim",
    }


async def _requests(viewer):
    wrong = await make_written(viewer, ASSISTANT | {"title": "", "prices": "cheap", "hours": "x"})
    care = ENTERPRISE | {"support_types": ["personal_care"], "workers": "8"}
    team = await make_written(viewer, care, ListingKind.MICRO_ENTERPRISE)
    venue = await make_written(viewer, ACTIVITY, ListingKind.COMMUNITY_ACTIVITY)
    returned = await make_submitted(viewer)
    steward = await viewer_of(await make_account(Role.STEWARD))
    await editing.decide_request(
        returned.id, RequestStatus.WRITING, returned.version, note="Say which pool.", viewer=steward
    )
    base = "/provider/requests"
    return {
        "what is missing": f"{base}/{wrong.id}/check",
        "pages to mend": f"{base}/{wrong.id}",
        "registration": f"{base}/{team.id}/answers/team",
        "venue": f"{base}/{venue.id}/answers/venue",
        "place of the venue": f"{base}/{venue.id}/place/venue",
        "asked for changes": f"{base}/{returned.id}",
        "throwing away": f"{base}/{returned.id}/discard",
        "two at once": f"{base}/{venue.id}/answers/offer",
    }


async def _make(url):
    pool, config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=2):
            account = await make_account(Role.PROVIDER, name="Amina Khan")
            viewer = await viewer_of(account)
            pages = await _listings(viewer) | await _requests(viewer)
            return pages, (await open_session_of(account)).token
    finally:
        DB.pool, DB.config = pool, config


@pytest.fixture(scope="module")
def made(filled):
    """Addresses of pages by name, and the session of who may see them.

    In a thread with a loop of its own: the browser's may be running here.
    """
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, _make(filled[0])).result()


def test_no_state_of_the_providers_pages_has_a_fault(made, address, chromium):
    pages, token = made
    context = chromium.new_context(base_url=address, viewport={"width": 375, "height": 800}, bypass_csp=True)
    context.add_cookies([{"name": "session", "value": token, "url": address}])
    page, axe, faults = context.new_page(), Axe(), []
    for name, path in pages.items():
        page.set_viewport_size({"width": 375, "height": 800})
        page.goto(path)
        if name == "two at once":
            page.evaluate("document.querySelector('[name=version]').value = '1'")
            page.get_by_label("Title").fill("Tuesday art for all")
            page.get_by_role("button", name="Save and continue").click()
            assert page.get_by_role("heading", name="Somebody changed this page").is_visible()
            assert page.get_by_label("Title").input_value() == "Tuesday art for all"
        faults += [(name, fault) for fault in violations(axe, page)]
        faults += [(name, small) for small in page.evaluate(SMALL_TARGETS)]
        page.set_viewport_size({"width": 320, "height": 600})
        faults += [(name, "sideways")] if page.evaluate(SIDEWAYS) > 0 else []
    context.close()
    assert not faults
