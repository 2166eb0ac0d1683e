"""Which emails somebody wants: a page for who is signed in, and pages for the holder of a link in a letter.

A GET changes nothing, since scanners of mail follow links.
"""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.forms import read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK, SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.searches.schemas import DAILY, NEVER, EmailsForm
from marketplace.wanted.alerts import service
from marketplace.wanted.alerts.schemas import AlertChoices

EMAILS_PATH = "/searches/emails"
STOP_PATH = "/alerts/stop/{token:str}"
STOPPED_PATH = "/alerts/stopped"


@get(EMAILS_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_emails(viewer: NamedDependency[Viewer]) -> Template:
    """Which emails about what is new the viewer wants."""
    choices = await service.get_choices(viewer)
    form = read_form(
        EmailsForm,
        emails=NEVER if choices.has_stopped else DAILY,
        about_own_adverts=choices.about_own_adverts,
        about_adverts=choices.about_adverts,
    )
    return _emails_page(form)


@post(EMAILS_PATH, opt=SIGNED_IN, include_in_schema=False)
async def choose_emails(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Write which emails the viewer wants."""
    form = read_form(EmailsForm, await request.form())
    if not form.validate():
        return _emails_page(form)
    choices = AlertChoices(
        has_stopped=form.emails.data == NEVER,
        about_own_adverts=form.about_own_adverts.data,
        about_adverts=form.about_adverts.data,
    )
    await service.choose(choices, viewer)
    return see_other("/searches?done=emails")


def _emails_page(form: EmailsForm) -> Template:
    return form_page("people/searches/emails.html", form, here="/searches")


@get(STOP_PATH, opt=BY_LINK, include_in_schema=False)
async def show_stop(token: FromPath[str]) -> Template:
    """Ask whether these emails shall stop."""
    try:
        await service.find_stop(token)
    except NotFoundError:
        return _gone()
    return plain_page("people/searches/stop.html", token=token)


@post(STOP_PATH, opt=BY_LINK | {"cross_site": True}, include_in_schema=False, status_code=HTTPStatus.OK)
async def stop_emails(token: FromPath[str]) -> Response[Any]:
    """Stop them. Mail programs post here by themselves when somebody says so."""
    try:
        await service.stop(token)
    except NotFoundError:
        return _gone()
    return see_other(STOPPED_PATH)


@get(STOPPED_PATH, opt=BY_LINK, include_in_schema=False, sync_to_thread=False)
def show_stopped() -> Template:
    """They are stopped. Says nothing of whose."""
    return plain_page("people/searches/stopped.html")


def _gone() -> Template:
    """The link is too old or was never ours; they are not told apart."""
    return plain_page("people/searches/gone.html", status=HTTPStatus.NOT_FOUND)


route_handlers = (show_emails, choose_emails, show_stop, stop_emails, show_stopped)
