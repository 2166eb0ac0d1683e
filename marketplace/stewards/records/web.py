"""The list of listings, the page of one, and what a steward does to it."""

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import BooleanField, TextAreaField

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import council_name
from marketplace.finder.service import get_vocabulary
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import Form, add_problems, clean, lazy, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.erasing.rules import shown_title
from marketplace.listings.moderating import service as moderating
from marketplace.listings.moderating.rules import suspend_words
from marketplace.listings.moderating.schemas import SuspendReason
from marketplace.listings.overview.schemas import ListingFilter, ListingState
from marketplace.listings.overview.service import list_listings
from marketplace.listings.reviewing.behalf import service as behalf
from marketplace.listings.schemas import HiddenReason, ListingStatus
from marketplace.stewards.checks.rules import kind_words, seen_words
from marketplace.stewards.records import service
from marketplace.stewards.rules import (
    HERE,
    MEDIA_URL,
    STEWARDS,
    done_words,
    state_colour,
    state_words,
)
from marketplace.taxonomies.schemas import Taxonomy

LIST_PATH = "/stewards/listings"
PATH = f"{LIST_PATH}/{{listing_id:uuid}}"
_LONGEST_SEARCH = 200


class SuspendForm(Form):
    """Take it out of sight."""

    reason = ChoiceField(
        lazy(lambda: _("Why it goes out of sight")),
        lambda: _("Choose why it goes out of sight."),
        choices=lambda: [(reason.value, words) for reason, words in suspend_words().items()],
    )
    words = TextAreaField(lazy(lambda: _("More about it")))
    tell = BooleanField(lazy(lambda: _("Tell the provider now")))


class WithdrawForm(Form):
    """Take it down for good."""

    why = TextAreaField(lazy(lambda: _("Why it is taken down")))


def listing_states() -> dict[ListingState, str]:
    """The states to choose from."""
    return {
        ListingState.PUBLIC: _("Public"),
        ListingState.HIDDEN: _("Out of sight"),
        ListingState.SUSPENDED: _("Suspended by a steward"),
        ListingState.TO_CONFIRM: _("To be confirmed"),
        ListingState.UNFINISHED: _("Not public yet"),
        ListingState.WITHDRAWN: _("Taken down"),
    }


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def show_listings(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Listings of the viewer's councils, looked up by name, state and council."""
    asked = request.query_params
    codes = viewer.councils(Role.STEWARD)
    state, code = asked.get("state", ""), asked.get("council", "")
    wanted = ListingFilter(
        q=str(clean(asked.get("q", "")[:_LONGEST_SEARCH])),
        state=ListingState(state) if state in set(ListingState) else None,
        council_code=code if code in codes else None,
    )
    page = await list_listings(codes, page_number(asked.get("page")), wanted)
    values = {"q": wanted.q, "state": state if wanted.state else "", "council": wanted.council_code or ""}
    query = urlencode({name: value for name, value in values.items() if value})
    vocabulary = get_vocabulary()
    return plain_page(
        "stewards/listings.html",
        here=HERE,
        part="listings",
        page=page,
        wanted=values,
        states=listing_states(),
        councils=[(each, council_name(each)) for each in codes] if len(codes) > 1 else [],
        shown_title=shown_title,
        kind_words=lambda kind: vocabulary.label(Taxonomy.KIND, kind.value),
        state_words=state_words,
        state_colour=state_colour,
        day=day_of_year,
        url=f"{LIST_PATH}?{query}" if query else LIST_PATH,
    )


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_listing(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One listing with all that a steward can know of it."""
    return await _page(listing_id, viewer, done=done_words(request.query_params.get("done", "")))


@post(f"{PATH}/suspend", opt=STEWARDS, include_in_schema=False)
async def suspend_listing(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take it out of sight at once."""
    form = read_form(SuspendForm, await request.form())
    if not form.validate():
        return await _page(listing_id, viewer, suspension=form)
    reason = SuspendReason(form.reason.data)
    try:
        told = await moderating.suspend_listing(
            listing_id, reason, form.words.data or "", viewer, tell_provider=form.tell.data
        )
    except InvalidError as error:
        add_problems(form, error)
        return await _page(listing_id, viewer, suspension=form)
    except ConflictError as error:
        return await _page(listing_id, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}/{listing_id}?done={'suspended-told' if told else 'suspended'}")


@post(f"{PATH}/show", opt=STEWARDS, include_in_schema=False)
async def end_suspension(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Take the suspension away."""
    try:
        await moderating.end_suspension(listing_id, viewer)
    except ConflictError as error:
        return await _page(listing_id, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}/{listing_id}?done=shown")


@post(f"{PATH}/confirm", opt=STEWARDS, include_in_schema=False)
async def confirm_listing(listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Note that it is right today."""
    try:
        await moderating.confirm_listing(listing_id, viewer)
    except ConflictError as error:
        return await _page(listing_id, viewer, conflict=str(error))
    return see_other(f"{LIST_PATH}/{listing_id}?done=confirmed")


@post(f"{PATH}/withdraw", opt=STEWARDS, include_in_schema=False)
async def withdraw_listing(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take it down for good."""
    form = read_form(WithdrawForm, await request.form())
    try:
        await moderating.withdraw_listing(listing_id, form.why.data or "", viewer)
    except InvalidError as error:
        add_problems(form, error, {"words": "why"})
        return await _page(listing_id, viewer, withdrawal=form)
    except ConflictError as error:
        return await _page(listing_id, viewer, withdrawal=form, conflict=str(error))
    return see_other(f"{LIST_PATH}/{listing_id}?done=withdrawn")


@post(f"{PATH}/change", opt=STEWARDS, include_in_schema=False)
async def change_on_behalf(
    listing_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Write changes for the provider, on the pages on which providers write."""
    try:
        request_id = await behalf.change_on_behalf(listing_id, viewer)
    except ConflictError as error:
        return await _page(listing_id, viewer, conflict=str(error))
    return see_other(f"/provider/requests/{request_id}")


async def _page(
    listing_id: UUID,
    viewer: Viewer,
    *,
    suspension: SuspendForm | None = None,
    withdrawal: WithdrawForm | None = None,
    done: str = "",
    conflict: str = "",
) -> Template:
    """The page of a listing: 409 when it cannot be done any more, 422 when there is something to mend."""
    page = await service.get_record_page(listing_id, viewer)
    stored = page.stored
    suspension = suspension or read_form(SuspendForm)
    withdrawal = withdrawal or read_form(WithdrawForm)
    active = withdrawal if withdrawal.problems else suspension
    status = HTTPStatus.UNPROCESSABLE_ENTITY if active.problems else HTTPStatus.OK
    return plain_page(
        "stewards/listing.html",
        status=HTTPStatus.CONFLICT if conflict else status,
        here=HERE,
        part="listings",
        record=page,
        stored=stored,
        form=active,
        suspend=suspension,
        withdraw=withdrawal,
        done=done,
        conflict=conflict,
        media_url=MEDIA_URL,
        is_published=stored.status is ListingStatus.PUBLISHED,
        is_public=stored.status is ListingStatus.PUBLISHED and not stored.is_hidden,
        is_withdrawn=stored.status is ListingStatus.WITHDRAWN,
        is_suspended=HiddenReason.SUSPENDED in stored.hidden_for,
        state=state_words(stored.status, stored.hidden_for),
        colour=state_colour(stored.status, stored.hidden_for),
        shown_title=shown_title,
        reasons=suspend_words(),
        kind_words=kind_words,
        seen_words=seen_words,
        day=day_of_year,
        moment=moment_words,
    )


route_handlers = (
    show_listings,
    show_listing,
    suspend_listing,
    end_suspension,
    confirm_listing,
    withdraw_listing,
    change_on_behalf,
)
