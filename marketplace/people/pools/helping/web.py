"""Whether a support organisation may help a pool: members say yes or no, leads ask and end it."""

from collections.abc import Awaitable
from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import HiddenField

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.errors import ConflictError, InvalidError, TooManyError
from marketplace.kernel.forms import Form, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page, see_other
from marketplace.people.pools.rules import MINE_PATH, PATH, pool_url
from marketplace.people.pools.whom.rules import whom_query
from marketplace.pooling.desk.helping import service
from marketplace.pooling.desk.schemas import HelperState

HELP_PATH = f"{PATH}/help"
_NOBODY = UUID(int=0)


class AskForm(Form):
    """Which organisation."""

    organization = HiddenField()


@get(HELP_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_help(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Who helps, or would."""
    return await _page(pool_id, viewer, done=_done_words(request.query_params.get("done", "")))


@post(f"{HELP_PATH}/ask", opt=SIGNED_IN, include_in_schema=False)
async def ask(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask an organisation."""
    form = read_form(AskForm, await request.form())
    doing = service.ask(pool_id, _id_of(form.organization.data), viewer)
    return await _do(pool_id, viewer, doing, "asked")


@post(f"{HELP_PATH}/{{helper_id:uuid}}/yes", opt=SIGNED_IN, include_in_schema=False)
async def say_yes(
    pool_id: FromPath[UUID], helper_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """A member consents."""
    return await _do(pool_id, viewer, service.consent(pool_id, helper_id, viewer, yes=True), "yes")


@post(f"{HELP_PATH}/{{helper_id:uuid}}/no", opt=SIGNED_IN, include_in_schema=False)
async def say_no(
    pool_id: FromPath[UUID], helper_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """A member does not, or not any more."""
    return await _do(pool_id, viewer, service.consent(pool_id, helper_id, viewer, yes=False), "no")


@post(f"{HELP_PATH}/{{helper_id:uuid}}/end", opt=SIGNED_IN, include_in_schema=False)
async def end_help(
    pool_id: FromPath[UUID], helper_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """A lead ends it."""
    return await _do(pool_id, viewer, service.end_help(pool_id, helper_id, viewer), "ended")


async def _do(pool_id: UUID, viewer: Viewer, doing: Awaitable[object], done: str) -> Template | Redirect:
    try:
        await doing
    except ConflictError as error:
        return await _page(pool_id, viewer, refused=str(error), status=HTTPStatus.CONFLICT)
    except InvalidError as error:
        words = " ".join(problem.message for problem in error.problems)
        return await _page(pool_id, viewer, refused=words, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyError as error:
        words = too_many_words(error.retry_after_seconds)
        return await _page(pool_id, viewer, refused=words, status=HTTPStatus.TOO_MANY_REQUESTS)
    return see_other(f"{pool_url(pool_id)}/help?done={done}")


async def _page(
    pool_id: UUID, viewer: Viewer, *, done: str = "", refused: str = "", status: int = HTTPStatus.OK
) -> Template:
    view = await service.get_help(pool_id, viewer)
    return plain_page(
        "people/pools/desk/help.html",
        status=status,
        here=MINE_PATH,
        view=view,
        helper=view.helper,
        pool=view.part.pool,
        has_accepted=view.helper is not None and view.helper.state is HelperState.HELPING,
        for_whom=whom_query,
        day=day_of_year,
        candidates=[] if view.helper else await service.list_candidates(view.part),
        done=done,
        refused=refused,
        url=f"{pool_url(pool_id)}/help",
        back=pool_url(pool_id),
    )


def _id_of(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return _NOBODY


def _done_words(code: str) -> str:
    return {
        "asked": _("Asked. We write to the organisation, and to everybody in the pool."),
        "yes": _("You said yes. You can take it back at any time, at once."),
        "no": _("You said no. The organisation does not help. Nobody is told who said so."),
        "ended": _("It has ended. The organisation sees nothing of the pool any more."),
    }.get(code, "")


route_handlers = (show_help, ask, say_yes, say_no, end_help)
