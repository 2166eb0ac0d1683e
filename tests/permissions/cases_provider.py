"""What a provider writes and looks after, which other providers must not reach."""

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.listings.editing import service as editing
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims.service import claim_listing
from marketplace.listings.organizations.invites import service as invites
from marketplace.listings.organizations.repository import add_member
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import ListingKind
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES, make_enterprise, publish
from tests.factories.providers import ASSISTANT, ENTERPRISE, make_organization_of, make_written
from tests.permissions.cases import COUNCIL, Foreign, foreign

REQUEST = "/provider/requests/{request_id:uuid}"
LISTING = "/provider/listings/{listing_id:uuid}"
ORGANIZATION = "/provider/organizations/{organization_id:uuid}"
PERSON = f"{ORGANIZATION}/people/{{account_id:uuid}}"


async def _strangers():
    """Another provider with things of their own, and staff who are providers too."""
    other = await make_account(Role.PROVIDER)
    await make_written(await viewer_of(other))
    return [other]


async def _request(end: str, *, is_submitted: bool = False, kind=None, **form: str) -> Foreign:
    owner = await make_account(Role.PROVIDER)
    viewer = await viewer_of(owner)
    answers = ENTERPRISE if kind else ASSISTANT
    request = await make_written(viewer, answers, kind or ListingKind.PERSONAL_ASSISTANT)
    if is_submitted:
        request = await editing.hand_in(request.id, request.version, viewer, FEW_PLACES)
    if form:
        form["version"] = str(request.version)
    return Foreign(
        path=f"/provider/requests/{request.id}{end}", owner=owner, strangers=await _strangers(), form=form
    )


@foreign(f"GET {REQUEST}")
async def request_of_another():
    return await _request("")


@foreign(f"GET {REQUEST}/answers/{{step:str}}")
async def page_of_anothers_request():
    return await _request("/answers/offer")


@foreign(f"POST {REQUEST}/answers/{{step:str}}")
async def writing_in_anothers_request():
    return await _request("/answers/offer", title="A good title", summary="Help at home for everybody.")


@foreign(f"GET {REQUEST}/place/{{step:str}}")
async def place_of_anothers_request():
    return await _request("/place/travel")


@foreign(f"GET {REQUEST}/check")
async def answers_of_anothers_request():
    return await _request("/check")


@foreign(f"GET {REQUEST}/preview")
async def preview_of_anothers_request():
    return await _request("/preview")


@foreign(f"GET {REQUEST}/discard", f"POST {REQUEST}/discard")
async def throwing_anothers_request_away():
    return await _request("/discard", sent="yes")


@foreign(f"POST {REQUEST}/hand-in")
async def handing_anothers_request_in():
    # Named areas need no gazetteer to be known to the tests' own.
    found = await _request("/hand-in", kind=ListingKind.MICRO_ENTERPRISE, sent="yes")
    return found._replace(reached=(303, 422))


@foreign(f"POST {REQUEST}/take-back")
async def taking_anothers_request_back():
    return await _request("/take-back", is_submitted=True, sent="yes")


async def _listing(end: str, **form: str) -> Foreign:
    owner = await make_account(Role.PROVIDER)
    draft = make_enterprise()
    listing_id = await publish(draft)
    await add_member(draft.organization.id, owner.id, MemberRole.OWNER, clock.now())
    return Foreign(
        path=f"/provider/listings/{listing_id}{end}", owner=owner, strangers=await _strangers(), form=form
    )


@foreign(f"POST {LISTING}/change")
async def changing_anothers_listing():
    return await _listing("/change")


@foreign(f"POST {LISTING}/confirm")
async def confirming_anothers_listing():
    return await _listing("/confirm")


@foreign(f"POST {LISTING}/pause")
async def pausing_anothers_listing():
    return await _listing("/pause")


@foreign(f"POST {LISTING}/show")
async def showing_anothers_listing():
    return await _listing("/show")


@foreign(f"GET {LISTING}/withdraw", f"POST {LISTING}/withdraw")
async def taking_anothers_listing_down():
    return await _listing("/withdraw")


async def _organization(end: str = "", *, second: MemberRole = MemberRole.MEMBER, **form: str) -> Foreign:
    """An organisation of two; `{account}` and `{invite}` in `end` stand for the second and somebody asked."""
    owner, member = await make_account(Role.PROVIDER), await make_account(Role.PROVIDER)
    viewer = await viewer_of(owner)
    organization_id = await make_organization_of(viewer)
    await organizations.add_person(organization_id, member.id, second, actor="test")
    if "{invite}" in end:
        await invites.invite_member(organization_id, f"a{member.id}@example.org", MemberRole.MEMBER, viewer)
        (asked,) = await invites.list_invites(organization_id, viewer)
        end = end.replace("{invite}", str(asked.id))
    path = f"/provider/organizations/{organization_id}{end.replace('{account}', str(member.id))}"
    return Foreign(path=path, owner=owner, strangers=await _strangers(), form=form)


@foreign(f"GET {ORGANIZATION}")
async def people_of_another():
    return await _organization()


@foreign(f"POST {ORGANIZATION}/invite")
async def inviting_into_anothers_organisation():
    return await _organization("/invite", address="friend@example.org", role="owner")


@foreign(f"POST {ORGANIZATION}/invites/{{invite_id:uuid}}/end")
async def ending_anothers_invitation():
    return await _organization("/invites/{invite}/end")


@foreign(f"POST {PERSON}/role")
async def changing_a_role_in_anothers_organisation():
    return await _organization("/people/{account}/role", role="owner")


@foreign(f"GET {PERSON}/remove", f"POST {PERSON}/remove")
async def removing_from_anothers_organisation():
    return await _organization("/people/{account}/remove")


@foreign("POST /provider/claims/{claim_id:uuid}/end")
async def ending_anothers_claim():
    owner = await make_account(Role.PROVIDER)
    listing_id = await publish(make_enterprise())
    words = "I run this with my neighbours; ring the hall."
    claim_id = await claim_listing(listing_id, await viewer_of(owner), words)
    return Foreign(
        path=f"/provider/claims/{claim_id}/end",
        owner=owner,
        strangers=[*await _strangers(), await make_account(Role.STEWARD, COUNCIL)],
    )
