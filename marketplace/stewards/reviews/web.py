"""The page of one request, and the decisions that are made on it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import HiddenField, TextAreaField

from marketplace.accounts.schemas import Viewer
from marketplace.finder.service import get_vocabulary, preview_listing_page
from marketplace.finder.web import map_of_listing, week_of
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import VersionForm, add_problems, lazy, number_of, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.editing.previewing.service import preview_listing
from marketplace.listings.editing.schemas import RequestStatus
from marketplace.listings.reviewing import service as reviewing
from marketplace.listings.reviewing.rules import reject_words
from marketplace.listings.reviewing.schemas import RejectReason, Review
from marketplace.places.service import Gazetteer
from marketplace.stewards.checks.rules import kind_words
from marketplace.stewards.reviews import rules, service
from marketplace.stewards.rules import HERE, MEDIA_URL, STEWARDS

PATH = "/stewards/requests/{request_id:uuid}"


class ApproveForm(VersionForm):
    """Publish it."""

    listing_version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        """The version of the listing that was seen; None for a new one."""
        return number_of(self.listing_version.data) or None


class ChangesForm(VersionForm):
    """Ask for changes."""

    note = TextAreaField(lazy(lambda: _("What to change, and why")))


class RejectForm(VersionForm):
    """Say no."""

    reason = ChoiceField(
        lazy(lambda: _("Why it cannot be listed")),
        lambda: _("Choose why this cannot be listed."),
        choices=lambda: [(reason.value, words) for reason, words in reject_words().items()],
    )
    words = TextAreaField(lazy(lambda: _("More about it, for the provider")))


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_request(
    request_id: FromPath[UUID], viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template:
    """A request with what differs, and the decision."""
    return await _page(request_id, viewer, gazetteer)


@get(f"{PATH}/preview", opt=STEWARDS, include_in_schema=False)
async def show_preview(
    request_id: FromPath[UUID], viewer: NamedDependency[Viewer], gazetteer: NamedDependency[Gazetteer]
) -> Template:
    """A request on the very page on which everybody would see it."""
    review = await reviewing.get_review(request_id, viewer, gazetteer)
    if review.request.status is RequestStatus.WRITING:
        raise NotFoundError(_("The provider is writing again."))
    page = await preview_listing_page(preview_listing(review.reading, review.request.version, gazetteer))
    return plain_page(
        "stewards/preview.html",
        here=HERE,
        page=page,
        week=week_of(page, get_vocabulary()),
        map=map_of_listing(page.listing, gazetteer),
        media_url=MEDIA_URL,
        preview_url=f"/stewards/requests/{request_id}",
    )


@post(f"{PATH}/approve", opt=STEWARDS, include_in_schema=False)
async def approve(
    request_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Publish it."""
    form = read_form(ApproveForm, await request.form())
    try:
        await reviewing.approve(request_id, form.expected_version, form.seen_version, viewer, gazetteer)
    except InvalidError:
        return await _page(
            request_id, viewer, gazetteer, conflict=_("It cannot be published as it is: see what is wrong.")
        )
    except ConflictError as error:
        return await _page(request_id, viewer, gazetteer, conflict=str(error))
    return see_other("/stewards?done=approved")


@post(f"{PATH}/changes", opt=STEWARDS, include_in_schema=False)
async def ask_for_changes(
    request_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Give it back to the provider, with words."""
    form = read_form(ChangesForm, await request.form())
    try:
        await reviewing.ask_for_changes(request_id, form.expected_version, form.note.data or "", viewer)
    except InvalidError as error:
        add_problems(form, error)
        return await _page(request_id, viewer, gazetteer, changes=form)
    except ConflictError as error:
        return await _page(request_id, viewer, gazetteer, changes=form, conflict=str(error))
    return see_other("/stewards?done=returned")


@post(f"{PATH}/reject", opt=STEWARDS, include_in_schema=False)
async def reject(
    request_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Say no, for good."""
    form = read_form(RejectForm, await request.form())
    if not form.validate():
        return await _page(request_id, viewer, gazetteer, rejection=form)
    reason = RejectReason(form.reason.data)
    try:
        await reviewing.reject(request_id, form.expected_version, reason, form.words.data or "", viewer)
    except InvalidError as error:
        add_problems(form, error, {"note": "words"})
        return await _page(request_id, viewer, gazetteer, rejection=form)
    except ConflictError as error:
        return await _page(request_id, viewer, gazetteer, rejection=form, conflict=str(error))
    return see_other("/stewards?done=rejected")


async def _page(
    request_id: UUID,
    viewer: Viewer,
    gazetteer: Gazetteer,
    *,
    changes: ChangesForm | None = None,
    rejection: RejectForm | None = None,
    conflict: str = "",
) -> Template:
    """The page of a request: 409 when somebody was quicker, 422 when there is something to mend.

    What was typed is kept in both cases; the versions become those of what is shown.
    """
    page = await service.get_review_page(request_id, viewer, gazetteer)
    review = page.review
    approval = read_form(ApproveForm)
    changes, rejection = changes or read_form(ChangesForm), rejection or read_form(RejectForm)
    for form in (approval, changes, rejection):
        form.version.data = str(review.request.version)
    approval.listing_version.data = str(review.listing_version or "")
    active = rejection if rejection.problems else changes
    status = HTTPStatus.UNPROCESSABLE_ENTITY if active.problems else HTTPStatus.OK
    return plain_page(
        "stewards/request.html",
        status=HTTPStatus.CONFLICT if conflict else status,
        here=HERE,
        part="requests",
        request_page=page,
        review=review,
        request_=review.request,
        form=active,
        approval=approval,
        kind_words=kind_words,
        changes=changes,
        rejection=rejection,
        conflict=conflict,
        moment=moment_words,
        **_state(review),
    )


def _state(review: Review) -> dict[str, Any]:
    """What became of it, and whether the viewer may decide."""
    request = review.request
    who = review.names[request.decided_by] if request.decided_by else ""
    when = moment_words(request.decided_at) if request.decided_at else ""
    waits = request.status is RequestStatus.SUBMITTED
    return {
        "decided": rules.decided_words(request, who, when),
        "is_written": request.status is not RequestStatus.WRITING,
        "can_decide": waits and not review.is_own,
        "can_approve": waits and not review.is_own and not review.reading.problems,
    }


route_handlers = (show_request, show_preview, approve, ask_for_changes, reject)
