"""Puts the page of a request together."""

from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.concerns.handling import service as concerns
from marketplace.councils.service import council_name, get_council_settings
from marketplace.finder.service import get_vocabulary
from marketplace.kernel import clock
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.schemas import ClaimStatus
from marketplace.listings.records.service import PlaceFinder
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.risks.rules import SAFEGUARDING, words_for
from marketplace.places.service import find_council
from marketplace.stewards.diffs.rules import Speech, compare_drafts
from marketplace.stewards.reviews import rules
from marketplace.stewards.reviews.schemas import ReviewPage
from marketplace.stewards.tiers.rules import check_lines, tiers_of


async def get_review_page(request_id: UUID, viewer: Viewer, gazetteer: PlaceFinder) -> ReviewPage:
    """A request with everything beside it; that the viewer looks is noted.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    review = await reviewing.get_review(request_id, viewer, gazetteer)
    request, reading = review.request, review.reading
    waiting, urgent = (await concerns.count_open_of([request.listing_id], viewer)).get(
        request.listing_id, (0, 0)
    )
    codes = (*request.risks, SAFEGUARDING) if urgent else request.risks
    organization_id, today = request.organization.id, clock.today()
    sent_in = await deciding.list_claims_of(organization_id, viewer)
    draft = (
        replace(reading.draft, checks=await deciding.checks_of(organization_id))
        if request.is_new
        else reading.draft
    )
    settings = await get_council_settings(reading.council_code)
    return ReviewPage(
        review=review,
        diff=compare_drafts(reading.before, reading.draft, speech()),
        risks=words_for(codes),
        overlapping=rules.fields_of_answers(reading.overlaps),
        facts=tuple(rules.fact_words(fact, get_vocabulary()) for fact in reading.facts),
        problems=tuple(problem.message for problem in reading.problems),
        council=council_name(request.council_code),
        evidence=tuple(claim for claim in sent_in if claim.status is ClaimStatus.WAITING),
        held=tuple(line.words for line in check_lines(draft, speech(), today) if line.is_in_date),
        tiers=tiers_of(draft, settings, get_vocabulary(), today),
        concerns=waiting,
        urgent_concerns=urgent,
    )


def speech() -> Speech:
    """The words that codes stand for, in the language of the request."""
    return Speech(get_vocabulary(), area_name)


def area_name(code: str) -> str:
    """What people call an area that a provider names."""
    council = find_council(code)
    return council.name if council else code
