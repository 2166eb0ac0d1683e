"""Pages of pools read from their address for whom they are, and ask where it has to be said and is not."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from litestar import Request, Response, Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from msgspec.structs import replace

from marketplace.accounts.schemas import ANONYMOUS, Viewer
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SAFE_METHODS
from marketplace.kernel.web.pages import plain_page
from marketplace.kernel.web.viewers import VIEWER
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.people.pools.whom.rules import ASKED, own_words
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import ForWhomError


def for_whom_pages(handlers: Iterable[ControllerRouterHandler]) -> Router:
    """Routes whose viewer speaks for the member that the address says."""
    return Router(
        path="/",
        route_handlers=list(handlers),
        dependencies={"viewer": Provide(_speaker, sync_to_thread=False)},
        exception_handlers={ForWhomError: _ask},
    )


def _speaker(request: PageRequest) -> Viewer:
    viewer: Viewer = request.scope.get(VIEWER, ANONYMOUS)  # type: ignore[assignment]  # put there by ViewerDoor
    said = request.query_params.get(ASKED)
    if not said:
        return viewer
    try:
        return replace(viewer, speaks_for=UUID(said))
    except ValueError:
        raise NotFoundError from None


def _ask(request: Request[Any, Any, Any], error: ForWhomError) -> Response[Any]:
    """The same again, for one of them by a button each; what was typed is sent again with it."""
    assert isinstance(request, PageRequest)
    is_safe = request.method in SAFE_METHODS
    query = [pair for pair in parse_qsl(request.url.query) if pair[0] != ASKED]
    return plain_page(
        "people/pools/whom.html",
        status=HTTPStatus.OK if is_safe else HTTPStatus.CONFLICT,
        here=MINE_PATH,
        pool=error.pool,
        is_safe=is_safe,
        choices=[
            (
                f"{request.url.path}?{urlencode([*query, (ASKED, str(member.id))])}",
                name_of(member),
                own_words(member, error.members),
            )
            for member in error.members
        ],
        sent=[(name, value) for name, value in request.sent.multi_items() if isinstance(value, str)],
        back=pool_url(error.pool.id),
    )
