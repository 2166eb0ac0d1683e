"""Saying by a link in a letter that a listing is still right, and stopping such letters.

A GET changes nothing, since scanners of mail follow links; each page has one button that does.
"""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import BY_LINK
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.listings.freshness import service as freshness
from marketplace.provider.still_correct.rules import facts_of

_ANSWERED: dict[str, Any] = {"include_in_schema": False, "status_code": HTTPStatus.OK}
_PATH = "/still-correct/{token:str}"
_STOP_PATH = "/still-correct/stop/{token:str}"


@get("/still-correct/thanks", opt=BY_LINK, include_in_schema=False, sync_to_thread=False)
def show_confirmed(request: PageRequest) -> Template:
    """It was confirmed, or letters were stopped. Says nothing of whose."""
    has_stopped = request.query_params.get("done") == "stopped"
    return plain_page("provider/still_correct_thanks.html", has_stopped=has_stopped)


@get(_STOP_PATH, opt=BY_LINK, include_in_schema=False)
async def show_stop_reminders(token: FromPath[str]) -> Template:
    """Ask whether reminders shall stop."""
    try:
        await freshness.check_stop(token)
    except NotFoundError:
        return _gone()
    return plain_page("provider/still_correct_stop.html", token=token)


@post(_STOP_PATH, opt=BY_LINK | {"cross_site": True}, **_ANSWERED)
async def stop_reminders(token: FromPath[str]) -> Response[Any]:
    """Stop reminders. Mail programs post here by themselves when somebody says so."""
    try:
        await freshness.stop_reminders(token)
    except NotFoundError:
        return _gone()
    return see_other("/still-correct/thanks?done=stopped")


@get(_PATH, opt=BY_LINK, include_in_schema=False)
async def show_still_correct(token: FromPath[str]) -> Template:
    """The main facts of a listing, and a button to say that they are right."""
    try:
        stored = await freshness.find_asked(token)
    except NotFoundError:
        return _gone()
    confirmed_on = stored.draft.confirmed_on
    return plain_page(
        "provider/still_correct.html",
        token=token,
        listing=stored,
        facts=facts_of(stored),
        confirmed=day_of_year(confirmed_on) if confirmed_on else "",
    )


@post(_PATH, opt=BY_LINK, **_ANSWERED)
async def confirm_still_correct(token: FromPath[str]) -> Response[Any]:
    """Note that the listing is right today; the link is used up."""
    try:
        await freshness.confirm_by_link(token)
    except NotFoundError:
        return _gone()
    return see_other("/still-correct/thanks")


def _gone() -> Template:
    """The link is used, too old or was never ours; they are not told apart."""
    return plain_page("provider/still_correct_gone.html", status=HTTPStatus.NOT_FOUND)


route_handlers = (
    show_confirmed,
    show_stop_reminders,
    stop_reminders,
    show_still_correct,
    confirm_still_correct,
)
