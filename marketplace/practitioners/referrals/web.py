"""The caseload, finding by reference, and all routes of referrals."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from wtforms import StringField

from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_names
from marketplace.kernel.forms import (
    AtMost,
    Form,
    Needed,
    add_problem,
    lazy,
    page_number,
    read_form,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, moment_words, see_other
from marketplace.practitioners.referrals import rules
from marketplace.practitioners.referrals.choosing import web as choosing
from marketplace.practitioners.referrals.moving import web as moving
from marketplace.practitioners.referrals.rules import LIST_PATH, referral_url
from marketplace.practitioners.referrals.sending import web as sending
from marketplace.practitioners.referrals.writing import web as writing
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.referrals import service
from marketplace.referrals.checking.rules import LONGEST_REFERENCE
from marketplace.referrals.rules import status_words
from marketplace.referrals.schemas import ReferralStatus
from marketplace.referrals.teams.service import list_own_teams
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


class FindForm(Form):
    """A reference to look for. It is sent and never stands in an address."""

    reference = StringField(
        lazy(lambda: _("Find by your reference")),
        [Needed(lambda: _("Enter a reference.")), AtMost(LONGEST_REFERENCE)],
    )


@get(LIST_PATH, opt=PRACTITIONERS, include_in_schema=False)
async def show_caseload(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Referrals of the viewer and their teams."""
    return await _page(request, viewer, read_form(FindForm))


@post(f"{LIST_PATH}/find", opt=PRACTITIONERS, include_in_schema=False)
async def find_referral(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Go to the latest referral with a reference."""
    form = read_form(FindForm, await request.form())
    if form.validate():
        found = await service.find_by_reference(form.reference.data, viewer)
        if found is not None:
            return see_other(referral_url(found))
        add_problem(form, "reference", _("You have no referral with this reference."))
    return await _page(request, viewer, form)


async def _page(request: PageRequest, viewer: Viewer, form: FindForm) -> Template:
    wanted = rules.read_filter(dict(request.query_params))
    page = await service.list_caseload(viewer, wanted, page_number(request.query_params.get("page")))
    query = rules.filter_query(wanted)
    return form_page(
        "practitioners/caseload.html",
        form,
        status=None if form.problems else HTTPStatus.OK,
        here=HERE,
        page=page,
        wanted=wanted,
        is_filtered=bool(query),
        names=await list_names([item.created_by for item in page.items]),
        teams=await list_own_teams(viewer),
        statuses=[(status.value, status_words(status)) for status in ReferralStatus],
        support_types=taxonomies.terms(Taxonomy.SUPPORT_TYPE),
        support=lambda codes: rules.labels(Taxonomy.SUPPORT_TYPE, codes),
        tag_of=rules.status_tag,
        words_of=rules.item_words,
        moment=moment_words,
        done=rules.done_words(request.query_params.get("done", "")),
        list_path=LIST_PATH,
        url=f"{LIST_PATH}?{query}" if query else LIST_PATH,
    )


route_handlers = (
    show_caseload,
    find_referral,
    *writing.route_handlers,
    *choosing.route_handlers,
    *sending.route_handlers,
    *moving.route_handlers,
)
