"""The list of claims, the page of one, and the decision."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import TextAreaField

from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import list_names
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, VersionForm, add_problem, lazy, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.organizations.schemas import Claim, ClaimStatus
from marketplace.stewards.rules import HERE, STEWARDS, done_words

LIST_PATH = "/stewards/claims"
PATH = f"{LIST_PATH}/{{claim_id:uuid}}"
MOST_CHARACTERS = 2_000
FEWEST_CHARACTERS = 10


class ClaimForm(VersionForm):
    """Accept or refuse."""

    decision = ChoiceField(
        lazy(lambda: _("Is it theirs?")),
        lambda: _("Choose whether it is theirs."),
        choices=lambda: [
            ("accept", _("Yes, they can look after it")),
            ("refuse", _("No, or I cannot tell")),
        ],
    )
    note = TextAreaField(lazy(lambda: _("Words for them")), [AtMost(MOST_CHARACTERS)])


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def show_claims(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Claims that wait, the oldest first."""
    number = page_number(request.query_params.get("page"))
    page = await claims.list_claims(viewer.councils(Role.STEWARD), number)
    return plain_page(
        "stewards/claims.html",
        here=HERE,
        part="claims",
        page=page,
        names=await list_names([claim.account_id for claim in page.items]),
        moment=moment_words,
        done=done_words(request.query_params.get("done", "")),
        url=LIST_PATH,
    )


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_claim(claim_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """One claim."""
    return await _page(await get_own_claim(claim_id, viewer))


@post(PATH, opt=STEWARDS, include_in_schema=False)
async def decide_claim(
    claim_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Accept or refuse it."""
    claim = await get_own_claim(claim_id, viewer)
    form = read_form(ClaimForm, await request.form())
    is_fine, note = form.validate(), (form.note.data or "").strip()
    if is_fine and form.decision.data == "refuse" and len(note) < FEWEST_CHARACTERS:
        add_problem(form, "note", _("Say in a sentence why not. They read it."))
        is_fine = False
    if not is_fine:
        return await _page(claim, form)
    if claim.account_id == viewer.account_id:
        return await _page(claim, form, conflict=_("This claim is your own: another steward has to decide."))
    is_accepted = form.decision.data == "accept"
    try:
        await claims.decide_claim(claim_id, form.expected_version, viewer, is_accepted=is_accepted, note=note)
    except ConflictError as error:
        return await _page(await get_own_claim(claim_id, viewer), form, conflict=str(error))
    return see_other(f"{LIST_PATH}?done=claim-{'accepted' if is_accepted else 'refused'}")


async def get_own_claim(claim_id: UUID, viewer: Viewer) -> Claim:
    """A claim that the viewer decides on.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    claim = await claims.get_claim(claim_id)
    if not viewer.may(Role.STEWARD, claim.council_code):
        raise NotFoundError(_("This is not here. It may have been decided or taken back."))
    return claim


async def _page(claim: Claim, form: ClaimForm | None = None, *, conflict: str = "") -> Template:
    form = form or read_form(ClaimForm)
    form.version.data = str(claim.version)
    people = {claim.account_id, claim.decided_by} - {None}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return plain_page(
        "stewards/claim.html",
        status=HTTPStatus.CONFLICT if conflict else status,
        here=HERE,
        part="claims",
        claim=claim,
        form=form,
        conflict=conflict,
        names=await list_names([each for each in people if each is not None]),
        council=council_name(claim.council_code),
        is_open=claim.status is ClaimStatus.OPEN,
        is_accepted=claim.status is ClaimStatus.ACCEPTED,
        is_refused=claim.status is ClaimStatus.REFUSED,
        moment=moment_words,
    )


route_handlers = (show_claims, show_claim, decide_claim)
