"""The page on which somebody says that a listing is theirs."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from wtforms import TextAreaField

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import AtMost, Form, Needed, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import see_other
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.organizations.service import may_edit
from marketplace.listings.schemas import Listing
from marketplace.listings.service import get_listing

_PATH = "/listings/{listing_id:uuid}/claim"


class ClaimForm(Form):
    """How a steward can tell."""

    words = TextAreaField(
        lazy(lambda: _("How can the council tell that it is yours?")),
        [
            Needed(lambda: _("Say who you are there and how the council can check it")),
            AtMost(claims.MOST_CHARACTERS),
        ],
    )


@get(_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_claim(
    request: PageRequest, listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """The form; what happens next where it was sent; for its own people, that there is nothing to claim."""
    listing = await get_listing(listing_id)
    return await _page(listing, viewer, is_done=request.query_params.get("done", "") == "claimed")


@post(_PATH, opt=SIGNED_IN, include_in_schema=False, status_code=HTTPStatus.OK)
async def claim(
    request: PageRequest, listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Send it to the stewards."""
    listing = await get_listing(listing_id)
    form = read_form(ClaimForm, await request.form())
    if not form.validate():
        return await _page(listing, viewer, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await claims.claim_listing(listing_id, viewer, str(form.words.data))
    except InvalidError as error:
        add_problems(form, error)
        return await _page(listing, viewer, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        return await _page(listing, viewer, form, conflict=str(error), status=HTTPStatus.CONFLICT)
    return see_other(f"/listings/{listing_id}/claim?done=claimed")


@post(
    "/provider/claims/{claim_id:uuid}/end", opt=SIGNED_IN, include_in_schema=False, status_code=HTTPStatus.OK
)
async def end_claim(claim_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Take one's own claim back."""
    await claims.end_claim(claim_id, viewer)
    url = "/provider?done=claim-ended" if viewer.has(Role.PROVIDER) else "/account?done=claim-ended"
    return see_other(url)


async def _page(
    listing: Listing,
    viewer: Viewer,
    form: ClaimForm | None = None,
    *,
    is_done: bool = False,
    conflict: str = "",
    status: int = HTTPStatus.OK,
) -> Template:
    context = {
        "listing": listing,
        "form": form or read_form(ClaimForm),
        "is_own": await may_edit(viewer, listing.organization.id),
        "claim": await claims.find_open_claim(listing.organization.id, viewer),
        "is_done": is_done,
        "conflict": conflict,
    }
    return Template("provider/claim.html", context=context, status_code=status)


route_handlers = (show_claim, claim, end_claim)
