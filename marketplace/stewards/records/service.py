"""Puts the page of a listing together, for a steward of its council."""

from contextlib import suppress
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Viewer
from marketplace.concerns.handling import service as concerns
from marketplace.councils.service import council_name, get_council_settings
from marketplace.finder.service import get_vocabulary
from marketplace.kernel import clock
from marketplace.listings.evidence.deciding.service import list_claims_of
from marketplace.listings.evidence.schemas import ClaimStatus
from marketplace.listings.history.service import list_versions
from marketplace.listings.imports.kept.service import list_origins
from marketplace.listings.moderating import service as moderating
from marketplace.stewards.diffs.rules import compare_drafts
from marketplace.stewards.records.schemas import RecordPage
from marketplace.stewards.reviews.service import speech
from marketplace.stewards.tiers import rules
from marketplace.taxonomies.schemas import Taxonomy

VERSIONS_SHOWN = 5


async def get_record_page(listing_id: UUID, viewer: Viewer) -> RecordPage:
    """A listing with everything beside it.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    stored = await moderating.get_listing(listing_id, viewer)
    draft, today = stored.draft, clock.today()
    organization_id = draft.organization.id
    settings = await get_council_settings(stored.council_code)
    versions = await list_versions(listing_id)
    suspension = await moderating.find_suspension(listing_id)
    waiting, urgent = (await concerns.count_open_of([listing_id], viewer)).get(listing_id, (0, 0))
    claims = await list_claims_of(organization_id, viewer)
    seen = tuple(claim for claim in claims if claim.status is ClaimStatus.ACCEPTED)
    actors = {version.began_by for version in versions.items} | {str(claim.decided_by) for claim in seen}
    if suspension:
        actors.add(suspension.by)
    return RecordPage(
        stored=stored,
        council=council_name(stored.council_code),
        kind=get_vocabulary().label(Taxonomy.KIND, draft.kind.value),
        diff=compare_drafts(None, replace(draft, checks=()), speech()),
        people=await moderating.list_people(organization_id),
        checks=rules.check_lines(draft, speech(), today),
        tiers=rules.tiers_of(draft, settings, get_vocabulary(), today),
        evidence=tuple(claim for claim in claims if claim.status is ClaimStatus.WAITING),
        seen=seen,
        versions=versions.items[:VERSIONS_SHOWN],
        versions_total=versions.total,
        open_request=await moderating.find_waiting_request(listing_id),
        claims=await moderating.list_open_claims(organization_id),
        origins=await list_origins(listing_id, viewer),
        concerns=waiting,
        urgent_concerns=urgent,
        suspension=suspension,
        names=await actor_names(actors),
    )


async def actor_names(actors: set[str | None]) -> dict[str, str]:
    """What actors of the audit trail are called: accounts by name, commands as they are."""
    ids = {}
    for actor in actors:
        with suppress(ValueError):
            ids[UUID(actor or "")] = actor
    names = await accounts.list_names(list(ids)) if ids else {}
    return {actor: actor for actor in actors if actor} | {
        str(account_id): name for account_id, name in names.items()
    }
