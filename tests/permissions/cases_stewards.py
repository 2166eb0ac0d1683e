"""Requests, listings, claims, evidence and pictures, which another council's stewards must not reach."""

from datetime import timedelta
from uuid import uuid4

from marketplace.kernel import clock
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.claims.service import claim_listing
from marketplace.listings.organizations.schemas import MemberRole
from tests.factories.accounts import make_account
from tests.factories.listings import make_activity, make_organization, make_personal_assistant, publish
from tests.factories.providers import make_provider, make_submitted
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

REQUEST = "/stewards/requests/{request_id:uuid}"
LISTING = "/stewards/listings/{listing_id:uuid}"
CLAIM = "/stewards/claims/{claim_id:uuid}"
CHECK = "/stewards/checks/{claim_id:uuid}"


async def _of_wiltshire(path: str, **form: str) -> Foreign:
    """The role must not make up for the council, nor another role in it."""
    return Foreign(
        path=path,
        owner=await make_account("steward", COUNCIL),
        strangers=[
            await make_account("steward", OTHER_COUNCIL),
            await make_account("steward", "national"),
            await make_account("administrator", COUNCIL),
            await make_account("provider"),
        ],
        form=form,
    )


async def _request(end: str, **form: str) -> Foreign:
    request = await make_submitted(await make_provider())
    if form:
        form["version"] = str(request.version)
    return await _of_wiltshire(f"/stewards/requests/{request.id}{end}", **form)


@foreign(f"GET {REQUEST}")
async def request_of_another_council():
    return await _request("")


@foreign(f"GET {REQUEST}/preview")
async def preview_of_a_request_of_another_council():
    return await _request("/preview")


@foreign(f"POST {REQUEST}/approve")
async def approving_a_request_of_another_council():
    return await _request("/approve", sent="yes")


@foreign(f"POST {REQUEST}/changes")
async def asking_for_changes_of_another_council():
    return await _request("/changes", note="Please say more about who comes.")


@foreign(f"POST {REQUEST}/reject")
async def rejecting_a_request_of_another_council():
    return await _request("/reject", reason="no_support")


async def _listing(end: str, **form: str) -> Foreign:
    organization = make_organization(id=uuid4())
    listing_id = await publish(make_personal_assistant(organization=organization))
    return await _of_wiltshire(f"/stewards/listings/{listing_id}{end}", **form)


@foreign(f"GET {LISTING}")
async def listing_of_another_council():
    return await _listing("")


@foreign(f"GET {LISTING}/history")
async def history_of_another_council():
    return await _listing("/history")


@foreign(f"GET {LISTING}/versions/{{version:str}}")
async def version_of_another_council():
    return await _listing("/versions/3")


@foreign(f"GET {LISTING}/compare")
async def comparison_of_another_council():
    return await _listing("/compare?from=3&to=3")


@foreign(f"POST {LISTING}/suspend")
async def suspending_a_listing_of_another_council():
    return await _listing("/suspend", reason="safety")


@foreign(f"POST {LISTING}/show")
async def showing_a_listing_of_another_council():
    return await _listing("/show")


@foreign(f"POST {LISTING}/confirm")
async def confirming_a_listing_of_another_council():
    return await _listing("/confirm")


@foreign(f"POST {LISTING}/withdraw")
async def taking_down_a_listing_of_another_council():
    return await _listing("/withdraw", why="Nobody is there any more.")


@foreign(f"GET {LISTING}/evidence")
async def evidence_of_a_listing_of_another_council():
    return await _listing("/evidence")


@foreign(f"GET {LISTING}/checks", f"POST {LISTING}/checks")
async def giving_a_check_in_another_council():
    return await _listing("/checks", kind="identity")


@foreign(f"POST {LISTING}/change")
async def writing_on_behalf_in_another_council():
    return await _listing("/change")


@foreign(f"GET {CLAIM}", f"POST {CLAIM}")
async def claim_of_another_council():
    listing_id = await publish(make_activity(organization=make_organization(id=uuid4())))
    claim_id = await claim_listing(listing_id, await make_provider(), "I run this group every week.")
    return await _of_wiltshire(f"/stewards/claims/{claim_id}", decision="accept", version="1")


async def _evidence(end: str, **form: str) -> Foreign:
    provider = await make_provider()
    organization = make_organization(id=uuid4())
    await publish(make_personal_assistant(organization=organization, checks=()))
    await members.add_member(organization.id, provider.account_id, MemberRole.OWNER, clock.now())
    facts = ClaimFacts(kind="first_aid", checked_on=clock.today() - timedelta(days=9))
    claim_id = await evidence.add_claim(organization.id, facts, (), provider)
    return await _of_wiltshire(f"/stewards/checks/{claim_id}{end}", **form)


@foreign(f"GET {CHECK}")
async def evidence_of_another_council():
    return await _evidence("")


@foreign(f"POST {CHECK}/accept")
async def accepting_evidence_of_another_council():
    return await _evidence("/accept", version="1")


@foreign(f"POST {CHECK}/refuse")
async def refusing_evidence_of_another_council():
    return await _evidence("/refuse", version="1", reason="The name is another.")
