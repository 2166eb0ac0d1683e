"""The page on which somebody asks. Whom, is in the address: `/ask?listing=…&listing=…`."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_acting_for
from marketplace.accounts.supporting.schemas import Supported
from marketplace.enquiries import service
from marketplace.enquiries.asking.rules import why_not
from marketplace.enquiries.rules import MOST_LISTINGS, first_name
from marketplace.enquiries.schemas import Askable, NewEnquiry
from marketplace.finder.schemas import ListingPage
from marketplace.finder.service import preview_listing_page
from marketplace.kernel.errors import InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.listings import service as public_listings
from marketplace.people.asking.schemas import FOR_MYSELF, AskForm, ask_form
from marketplace.places.service import Gazetteer

PATH = "/ask"
MOST_SHOWN = 20
"""To choose from, of whom so many as one may ask are ticked."""
_HEX_DIGITS = 32


@get(PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_ask(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Gaps to fill; and whom of those chosen one cannot ask, and why."""
    ids = _ids(request.query_params.getall("listing", []))
    if not ids:
        return _nobody_page()
    listings = await _find(ids, viewer)
    supported = await _supported(viewer)
    chosen = [str(each.id) for each in listings if not why_not(each)][:MOST_LISTINGS]
    form = read_form(
        ask_form(listings, supported),
        listing=chosen,
        acting_for=None if supported else FOR_MYSELF,
        name=first_name(viewer.name),
    )
    return await _page(form, listings, supported)


@post(PATH, opt=SIGNED_IN, include_in_schema=False)
async def ask(
    request: PageRequest, viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template | Redirect:
    """Send it to all that are ticked."""
    sent = await request.form()
    # All that were on the page, so that one that was unticked can be ticked again.
    ids = _ids([*sent.getall("shown", []), *sent.getall("listing", [])])
    if not ids:
        return _nobody_page()
    listings = await service.list_askable(ids, viewer)
    supported = await _supported(viewer)
    form = read_form(ask_form(listings, supported), sent)
    if not listings:
        return await _page(form, listings, supported, HTTPStatus.NOT_FOUND)
    if not supported:
        form.acting_for.data = FOR_MYSELF
    status = None
    if form.validate():
        try:
            made = await service.ask(
                [UUID(each) for each in form.listing.data], _read(form), viewer, gazetteer=gazetteer
            )
        except InvalidError as error:
            add_problems(form, error)
        except TooManyError as error:
            add_problem(form, "words", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return see_other(f"/messages/{made[0]}?done=sent" if len(made) == 1 else "/messages?done=sent")
    return await _page(form, listings, supported, status)


def _read(form: AskForm) -> NewEnquiry:
    is_own = form.acting_for.data == FOR_MYSELF
    return NewEnquiry(
        support_types=tuple(form.support_types.data),
        when=form.when.data,
        where=form.where.data,
        words=form.words.data,
        name=form.name.data,
        acting_for=None if is_own else UUID(form.acting_for.data),
    )


def _ids(texts: Iterable[object]) -> list[UUID]:
    """The ids among what was sent, each once; as many as a page of saved ones has, to choose from."""
    found = [UUID(text) for text in texts if isinstance(text, str) and _is_id(text)]
    return list(dict.fromkeys(found))[:MOST_SHOWN]


async def _find(ids: list[UUID], viewer: Viewer) -> list[Askable]:
    """The listings that were named, as far as they are public.

    Raises:
        NotFoundError: none of them is.
    """
    found = await service.list_askable(ids, viewer)
    if not found:
        raise NotFoundError(_("Whom you wanted to ask is not here. They may have taken their page down."))
    return found


def _is_id(text: str) -> bool:
    digits = text.replace("-", "")
    return len(digits) == _HEX_DIGITS and all(sign in "0123456789abcdefABCDEF" for sign in digits)


async def _supported(viewer: Viewer) -> list[Supported]:
    if viewer.account_id is None:
        return []
    return [each for each in await list_acting_for(viewer.account_id) if each.ended_at is None]


def _nobody_page() -> Template:
    """Somebody sent a list in which nothing was ticked."""
    return plain_page("people/conversations/nobody.html")


async def _page(
    form: AskForm, listings: list[Askable], supported: list[Supported], status: int | None = None
) -> Template:
    can_ask = any(not why_not(each) for each in listings)
    # Who cannot be asked is told above the form, and is no choice; what was ticked stays, to be unticked.
    offered = {str(each.id) for each in listings if not why_not(each)} | set(form.listing.data or ())
    form.listing.choices = [choice for choice in form.listing.choices if choice[0] in offered]
    return form_page(
        "people/conversations/ask.html",
        form,
        status=status,
        listings=listings,
        can_ask=can_ask,
        instead=await _find_instead(listings[0]) if listings and not can_ask else None,
        why_not=why_not,
        has_supported=bool(supported),
        most=MOST_LISTINGS,
    )


async def _find_instead(listing: Askable) -> ListingPage | None:
    """Who helps in its place, and where others like a listing are found, when it cannot be asked."""
    found = await public_listings.list_public([listing.id])
    return await preview_listing_page(found[listing.id]) if found else None


route_handlers = (show_ask, ask)
