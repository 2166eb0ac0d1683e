"""The list of evidence that waits, the page of one, and the decision."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_names
from marketplace.councils.service import council_name, responsible_council
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problems, page_number, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.schemas import Claim, ClaimStatus
from marketplace.listings.moderating import service as moderating
from marketplace.listings.schemas import StoredListing
from marketplace.stewards.checks import rules
from marketplace.stewards.checks.schemas import GivenForm, RefuseForm, SeenForm
from marketplace.stewards.rules import HERE, STEWARDS, done_words

LIST_PATH = "/stewards/checks"
PATH = f"{LIST_PATH}/{{claim_id:uuid}}"
GIVE_PATH = "/stewards/listings/{listing_id:uuid}/checks"
ALL_PATH = "/stewards/listings/{listing_id:uuid}/evidence"


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def show_checks(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Evidence that waits, the oldest first; with `show=sent` without what was only said."""
    number = page_number(request.query_params.get("page"))
    only_sent = request.query_params.get("show") == "sent"
    return plain_page(
        "stewards/checks.html",
        here=HERE,
        part="checks",
        page=await deciding.list_waiting_claims(viewer, number, only_sent=only_sent),
        only_sent=only_sent,
        kind_words=rules.kind_words,
        moment=moment_words,
        done=done_words(request.query_params.get("done", "")),
        url=f"{LIST_PATH}?show=sent" if only_sent else LIST_PATH,
    )


@get(ALL_PATH, opt=STEWARDS, include_in_schema=False)
async def show_all_checks(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """All that a listing's provider ever claimed, and what came of it, newest first."""
    stored = await moderating.get_listing(listing_id, viewer)
    number = page_number(request.query_params.get("page"))
    page = await deciding.list_all_claims_of(stored.draft.organization.id, viewer, number)
    return plain_page(
        "stewards/evidence.html",
        here=HERE,
        part="listings",
        stored=stored,
        page=page,
        lines=[rules.line_of(claim, clock.today()) for claim in page.items],
        moment=moment_words,
        url=f"/stewards/listings/{listing_id}/evidence",
    )


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_check(claim_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """What a provider says, the files that show it, and the decision."""
    return await _page(claim_id, viewer)


@post(f"{PATH}/accept", opt=STEWARDS, include_in_schema=False)
async def accept_check(
    claim_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """It shows what it should."""
    await deciding.get_claim(claim_id, viewer)
    form = read_form(SeenForm, await request.form())
    if not form.validate():
        return await _page(claim_id, viewer, seen=form)
    try:
        await deciding.accept_check(claim_id, form.expected_version, form.acceptance(clock.today()), viewer)
    except InvalidError as error:
        add_problems(form, error)
        return await _page(claim_id, viewer, seen=form)
    except ConflictError as error:
        return await _page(claim_id, viewer, seen=form, conflict=str(error))
    return see_other(f"{LIST_PATH}?done=check-accepted")


@post(f"{PATH}/refuse", opt=STEWARDS, include_in_schema=False)
async def refuse_check(
    claim_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """It does not show what it should, or does not any more."""
    await deciding.get_claim(claim_id, viewer)
    form = read_form(RefuseForm, await request.form())
    try:
        await deciding.refuse_check(claim_id, form.expected_version, form.reason.data or "", viewer)
    except InvalidError as error:
        add_problems(form, error, {"note": "reason"})
        return await _page(claim_id, viewer, refusal=form)
    except ConflictError as error:
        return await _page(claim_id, viewer, refusal=form, conflict=str(error))
    return see_other(f"{LIST_PATH}?done=check-refused")


@get(GIVE_PATH, opt=STEWARDS, include_in_schema=False)
async def show_give(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """The form for a check that the provider did not send in."""
    return _give_page(
        await moderating.get_listing(listing_id, viewer), read_form(GivenForm, seen_on=clock.today())
    )


@post(GIVE_PATH, opt=STEWARDS, include_in_schema=False)
async def give_check(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Put it on record."""
    stored = await moderating.get_listing(listing_id, viewer)
    form = read_form(GivenForm, await request.form())
    if not form.validate():
        return _give_page(stored, form)
    try:
        await deciding.give_check(
            stored.draft.organization.id,
            form.kind.data,
            form.acceptance(clock.today()),
            viewer,
            council_code=await responsible_council(stored.council_code),
        )
    except InvalidError as error:
        add_problems(form, error)
        return _give_page(stored, form)
    except ConflictError as error:
        return _give_page(stored, form, conflict=str(error))
    return see_other(f"/stewards/listings/{listing_id}?done=check-accepted")


async def _page(
    claim_id: UUID,
    viewer: Viewer,
    *,
    seen: SeenForm | None = None,
    refusal: RefuseForm | None = None,
    conflict: str = "",
) -> Template:
    claim = await deciding.get_claim(claim_id, viewer)
    seen, refusal = seen or _seen_form(claim), refusal or read_form(RefuseForm)
    for form in (seen, refusal):
        form.version.data = str(claim.version)
    active = refusal if refusal.problems else seen
    status = HTTPStatus.UNPROCESSABLE_ENTITY if active.problems else HTTPStatus.OK
    when = moment_words(claim.decided_at) if claim.decided_at else ""
    names = await list_names([claim.decided_by]) if claim.decided_by else {}
    who = names[claim.decided_by] if claim.decided_by else ""
    return plain_page(
        "stewards/check.html",
        status=HTTPStatus.CONFLICT if conflict else status,
        here=HERE,
        part="checks",
        claim=claim,
        kind=rules.kind_words(claim.facts.kind),
        rows=rules.claim_rows(claim),
        council=council_name(claim.council_code),
        form=active,
        seen=seen,
        refusal=refusal,
        fields=rules.shown_fields(claim.facts.kind),
        decided=rules.decided_words(claim, who, when),
        can_accept=claim.status is ClaimStatus.WAITING,
        can_refuse=claim.status in {ClaimStatus.WAITING, ClaimStatus.ACCEPTED},
        conflict=conflict,
        moment=moment_words,
    )


def _seen_form(claim: Claim) -> SeenForm:
    """What the provider typed, for the steward to correct."""
    facts = claim.facts
    return read_form(
        SeenForm,
        checked_on=facts.checked_on,
        expires_on=facts.expires_on,
        level=facts.level or None,
        seen_on=clock.today(),
    )


def _give_page(stored: StoredListing, form: GivenForm, *, conflict: str = "") -> Template:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return plain_page(
        "stewards/give_check.html",
        status=HTTPStatus.CONFLICT if conflict else status,
        here=HERE,
        part="listings",
        stored=stored,
        form=form,
        conflict=conflict,
    )


route_handlers = (
    show_checks,
    show_all_checks,
    show_check,
    accept_check,
    refuse_check,
    show_give,
    give_check,
)
