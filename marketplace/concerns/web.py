"""Pages for whoever reports a listing, without an account, and for the council's safeguarding contact.

And all pages of concerns together.
"""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import StringField, TextAreaField

from marketplace.concerns import rules, service
from marketplace.concerns.handling import web as handling
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.councils import service as councils
from marketplace.councils.schemas import SafeguardingContact
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, add_problems, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK, PUBLIC
from marketplace.kernel.web.pages import client_host, form_page, moment_words, plain_page, see_other
from marketplace.listings import service as listings


class ReportForm(Form):
    """What somebody reports."""

    kind = ChoiceField(
        lazy(lambda: _("What do you want to tell us?")),
        lambda: _("Choose what you want to tell us"),
        choices=lambda: [(kind.value, rules.kind_words(kind)) for kind in ConcernKind],
    )
    words = TextAreaField(lazy(lambda: _("What is wrong?")), [AtMost(rules.LONGEST_WORDS)])
    name = StringField(lazy(lambda: _("Your name (if you like)")), [AtMost(rules.LONGEST_CONTACT)])
    contact = StringField(
        lazy(lambda: _("Your email address or phone number (if you like)")), [AtMost(rules.LONGEST_CONTACT)]
    )


@get("/listings/{listing_id:uuid}/report", opt=PUBLIC, include_in_schema=False)
async def show_report(listing_id: FromPath[UUID]) -> Template:
    """The form to report a problem with a listing, below whom to call when somebody may be unsafe."""
    listing = await listings.get_listing(listing_id)
    return await _report_page(read_form(ReportForm), listing_id, listing.title, listing.council_code)


@post("/listings/{listing_id:uuid}/report", opt=PUBLIC, include_in_schema=False)
async def report_concern(listing_id: FromPath[UUID], request: PageRequest) -> Template | Redirect:
    """Take in what somebody reports."""
    form = read_form(ReportForm, await request.form())
    if form.validate():
        new = NewConcern(
            kind=ConcernKind(form.kind.data),
            words=form.words.data or "",
            name=form.name.data or "",
            contact=form.contact.data or "",
        )
        try:
            await service.report_concern(listing_id, new, host=client_host(request))
        except InvalidError as error:
            add_problems(form, error)
        else:
            return see_other(f"/listings/{listing_id}/report/sent")
    listing = await listings.get_listing(listing_id)
    return await _report_page(form, listing_id, listing.title, listing.council_code)


@get("/listings/{listing_id:uuid}/report/sent", opt=PUBLIC, include_in_schema=False)
async def show_sent(listing_id: FromPath[UUID]) -> Template:
    """Thanks, and once more whom to call. Also for a listing that has gone out of sight since."""
    try:
        council_code = (await listings.get_listing(listing_id)).council_code
    except NotFoundError:
        council_code = None
    return plain_page("concerns/sent.html", contact=await _contact(council_code), listing_id=listing_id)


@get("/concerns/{token:str}", opt=BY_LINK, include_in_schema=False)
async def show_linked_concern(token: FromPath[str]) -> Template:
    """A button to read a concern; or the concern, once somebody has pressed it. Mail scanners press none."""
    concern = await service.find_by_link(token)
    if concern.opened_at is None:
        return plain_page("concerns/unopened.html", path=f"/concerns/{token}")
    return plain_page(
        "concerns/linked.html", concern=concern, kind_words=rules.kind_words, moment=moment_words
    )


@post("/concerns/{token:str}", opt=BY_LINK, include_in_schema=False)
async def open_linked_concern(token: FromPath[str]) -> Redirect:
    """Note that the safeguarding contact reads it."""
    await service.open_by_link(token)
    return see_other(f"/concerns/{token}")


async def _report_page(form: ReportForm, listing_id: UUID, title: str, council_code: str | None) -> Template:
    context: dict[str, Any] = {"listing_id": listing_id, "listing_title": title}
    return form_page("concerns/report.html", form, contact=await _contact(council_code), **context)


async def _contact(council_code: str | None) -> SafeguardingContact:
    return await councils.find_safeguarding(council_code)


route_handlers = (
    show_report,
    report_concern,
    show_sent,
    show_linked_concern,
    open_linked_concern,
    *handling.route_handlers,
)
