"""What somebody says about who wants the same; and the form of a pool of both."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.people.pools.meeting import rules
from marketplace.people.pools.meeting.rules import MATCH_PATH, match_url, wish_url
from marketplace.people.pools.meeting.wishes.web import wish_page
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.people.pools.schemas import PoolForm
from marketplace.people.pools.starting.rules import form_groups, read_content
from marketplace.places.service import Gazetteer
from marketplace.pooling.meeting.matching import service
from marketplace.pooling.meeting.schemas import MatchView, Said
from marketplace.pooling.meeting.wishes.service import get_wish

_START_PATH = f"{MATCH_PATH}/start"
_FIELDS = {"times": "days"}


@post(MATCH_PATH, opt=SIGNED_IN, include_in_schema=False)
async def answer_match(
    match_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Let them know the name if they say yes too, or say no for good."""
    said = Said.YES if (await request.form()).get("answer") == Said.YES.value else Said.NO
    match = await service.get_match(match_id, viewer)
    try:
        now = await service.say(match_id, said, viewer)
    except ConflictError as error:
        return await wish_page(match.wish_id, viewer, refused=str(error))
    done = "both" if now.is_mutual else said.value
    return see_other(f"{wish_url(match.wish_id)}?done={done}")


@get(_START_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_start(match_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """The form of a pool of both, with what both said."""
    match = await _mutual(match_id, viewer)
    own = (await get_wish(match.wish_id, viewer)).content
    return _page(match, read_form(PoolForm, **rules.begun_pool(match, own)))


@post(_START_PATH, opt=SIGNED_IN, include_in_schema=False)
async def start_pool(
    match_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template | Redirect:
    """Start it; the other is invited."""
    match, status = await _mutual(match_id, viewer), None
    form = read_form(PoolForm, await request.form())
    if form.validate():
        content, place = read_content(form), form.place.data
        try:
            pool_id = await service.start_from_match(match_id, content, place, viewer, gazetteer)
        except InvalidError as error:
            add_problems(form, error, _FIELDS | {"name": "title"})
        except TooManyError as error:
            add_problem(form, "title", too_many_words(error.retry_after_seconds))
            status = HTTPStatus.TOO_MANY_REQUESTS
        except ConflictError as error:
            return await wish_page(match.wish_id, viewer, refused=str(error))
        else:
            return see_other(f"{pool_url(pool_id)}?done=started")
    return _page(match, form, status)


async def _mutual(match_id: UUID, viewer: Viewer) -> MatchView:
    match = await service.get_match(match_id, viewer)
    if not match.is_mutual:
        raise NotFoundError
    return match


def _page(match: MatchView, form: PoolForm, status: int | None = None) -> Template:
    return form_page(
        "people/pools/write.html",
        form,
        status=status,
        here=MINE_PATH,
        pool=None,
        listing=None,
        has_supported=False,
        conflict="",
        knows_area=True,
        groups=form_groups(),
        title=_("Start a pool with %(name)s", name=match.name),
        url=f"{match_url(match.id)}/start",
        back=wish_url(match.wish_id),
    )


route_handlers = (answer_match, show_start, start_pool)
