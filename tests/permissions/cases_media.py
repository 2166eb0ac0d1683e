"""Pictures, evidence and what is free: of one provider, and of the stewards of one council."""

from datetime import timedelta

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.media import service as media
from tests.factories.accounts import make_account, viewer_of
from tests.factories.evidence import make_pdf
from tests.factories.listings import make_organization, make_personal_assistant, publish
from tests.factories.pictures import jpeg
from tests.factories.providers import make_organization_of, make_written
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

REQUEST = "/provider/requests/{request_id:uuid}"
EVIDENCE = "/provider/organizations/{organization_id:uuid}/evidence"
CLAIM = "/provider/evidence/{claim_id:uuid}"
FREE = "/provider/listings/{listing_id:uuid}/free"


async def _owner():
    owner = await make_account(Role.PROVIDER)
    return owner, await viewer_of(owner)


async def _strangers():
    """Another provider with an own listing, and a steward of another council."""
    other = await make_account(Role.PROVIDER)
    await make_written(await viewer_of(other))
    return [other, await make_account("steward", OTHER_COUNCIL)]


async def _foreign(owner, path, *, reached=(200, 303), **form):
    return Foreign(path=path, owner=owner, strangers=await _strangers(), form=form, reached=reached)


async def _request(end, **options):
    owner, viewer = await _owner()
    request = await make_written(viewer)
    return await _foreign(owner, f"/provider/requests/{request.id}{end}", **options)


@foreign(f"GET {REQUEST}/area")
async def area_of_anothers_request():
    return await _request("/area")


@foreign(f"GET {REQUEST}/photos")
async def photos_of_anothers_request():
    return await _request("/photos")


@foreign(f"POST {REQUEST}/photos")
async def changing_the_photos_of_another():
    return await _request("/photos", action="continue", version="1", reached=(303, 409, 422))


@foreign("GET /provider/media/{media_hash:str}")
async def a_picture_that_is_not_published():
    owner, viewer = await _owner()
    media_hash = await media.add_upload(jpeg(width=61), await make_organization_of(viewer), viewer)
    return await _foreign(owner, f"/provider/media/{media_hash}")


async def _organization(end, **options):
    owner, viewer = await _owner()
    organization_id = await make_organization_of(viewer)
    return await _foreign(owner, f"/provider/organizations/{organization_id}/evidence{end}", **options)


@foreign(f"GET {EVIDENCE}")
async def evidence_of_another():
    return await _organization("")


@foreign(f"GET {EVIDENCE}/add", f"POST {EVIDENCE}/add")
async def adding_to_the_evidence_of_another():
    return await _organization("/add", kind="insurance", reached=(200, 303, 422))


async def _claim():
    owner, viewer = await _owner()
    organization_id = await make_organization_of(viewer)
    facts = ClaimFacts(
        kind="insurance", amount_pence=500_000_000, expires_on=clock.today() + timedelta(days=100)
    )
    claim_id = await evidence.add_claim(organization_id, facts, [make_pdf()], viewer)
    return owner, await evidence.get_own_claim(claim_id, viewer)


@foreign(f"GET {CLAIM}")
async def a_claim_of_another():
    owner, claim = await _claim()
    return await _foreign(owner, f"/provider/evidence/{claim.id}")


@foreign(f"POST {CLAIM}/files")
async def adding_a_file_to_a_claim_of_another():
    owner, claim = await _claim()
    return await _foreign(owner, f"/provider/evidence/{claim.id}/files", reached=(303, 422))


@foreign(f"POST {CLAIM}/end")
async def ending_a_claim_of_another():
    owner, claim = await _claim()
    return await _foreign(owner, f"/provider/evidence/{claim.id}/end", version=str(claim.version))


@foreign("POST /provider/evidence/files/{file_id:uuid}/remove")
async def removing_a_file_of_another():
    owner, claim = await _claim()
    return await _foreign(
        owner, f"/provider/evidence/files/{claim.files[0].id}/remove", reached=(303, 409, 422)
    )


@foreign("GET /evidence/{file_id:uuid}")
async def a_file_of_evidence_of_another():
    owner, claim = await _claim()
    return await _foreign(owner, f"/evidence/{claim.files[0].id}")


@foreign("GET /evidence/{file_id:uuid}")
async def a_file_of_evidence_of_another_councils_provider():
    """It is the stewards' of the council in which the provider has a listing, and of no other."""
    _provider, viewer = await _owner()
    organization_id = await make_organization_of(viewer)
    organization = make_organization(id=organization_id)
    await publish(make_personal_assistant(organization=organization))
    facts = ClaimFacts(
        kind="insurance", amount_pence=500_000_000, expires_on=clock.today() + timedelta(days=100)
    )
    claim_id = await evidence.add_claim(organization_id, facts, [make_pdf()], viewer)
    claim = await evidence.get_own_claim(claim_id, viewer)
    return Foreign(
        path=f"/evidence/{claim.files[0].id}",
        owner=await make_account("steward", COUNCIL),
        strangers=[await make_account("steward", OTHER_COUNCIL)],
    )


async def _free(end, **options):
    owner, viewer = await _owner()
    organization_id = await make_organization_of(viewer)
    listing_id = await publish(make_personal_assistant(organization=make_organization(id=organization_id)))
    return await _foreign(owner, f"/provider/listings/{listing_id}/free{end}", **options)


@foreign(f"GET {FREE}", f"POST {FREE}")
async def what_is_free_of_another():
    return await _free("", reached=(200, 303, 409, 422))


@foreign(f"POST {FREE}/asking")
async def being_asked_what_is_free_of_another():
    return await _free("/asking", reached=(303, 422))
