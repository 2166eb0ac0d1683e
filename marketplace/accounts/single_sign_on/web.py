"""Pages of single sign-on: choose the council, go to its sign-in service, come back signed in."""

from http import HTTPStatus
from urllib.parse import quote

from litestar import get
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from marketplace.accounts import service as accounts
from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import SINGLE_SIGN_ONS
from marketplace.accounts.sessions.web import let_in
from marketplace.accounts.single_sign_on import rules, service
from marketplace.accounts.single_sign_on.schemas import Answer, ServiceAwayError, SignOnError
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.cookies import is_https, read_session_token
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import AnyRequest, client_host, plain_page, see_other
from marketplace.kernel.web.redirects import next_path

COOKIE = "sign-on"
"""Kept by the browser from going to the council's service until it is back; sealed."""
PATH = "/sign-in/council"
_LONGEST = 4_000
"""Of what the council's service may say in the address."""


@get(PATH, opt=PUBLIC, include_in_schema=False)
async def choose_council(next: FromQuery[str | None] = None) -> Template:  # noqa: A002 - the name in the address
    """Councils whose staff sign in by their own service."""
    councils = await service.list_councils()
    return plain_page("accounts/choose_council.html", councils=councils, query=_query(next))


@get(f"{PATH}/{{council_code:str}}", opt=PUBLIC, include_in_schema=False)
async def show_council(council_code: FromPath[str], next: FromQuery[str | None] = None) -> Template:  # noqa: A002 - as above
    """What happens when one goes on, and the way on. A council's own pages can link to it."""
    council = await service.get_council(council_code)
    return plain_page("accounts/sign_in_council.html", council=council, query=_query(next))


@get(f"{PATH}/{{council_code:str}}/go", opt=PUBLIC, include_in_schema=False)
async def begin_sign_on(
    request: AnyRequest,
    council_code: FromPath[str],
    settings: NamedDependency[Settings],
    next: FromQuery[str | None] = None,  # noqa: A002 - as above
) -> Redirect | Template:
    """Send the browser to the council's service.

    A link and not a form: `form-action` would stop a form at the first address of the service, which may
    lead on through others. Nothing is kept here but a count.
    """
    await limits.check_client(SINGLE_SIGN_ONS, client_host(request))
    try:
        url, kept = await service.begin_sign_on(council_code, settings.address, next_path(next, ""))
    except ServiceAwayError as error:
        return _failed(error)
    return see_other(url, [_cookie(kept, settings)])


@get(f"{PATH}/{{council_code:str}}/return", opt=PUBLIC, include_in_schema=False)
async def finish_sign_on(
    request: AnyRequest, council_code: FromPath[str], settings: NamedDependency[Settings]
) -> Redirect | Template:
    """Come back from the council's service, whatever it says."""
    await limits.check_client(SINGLE_SIGN_ONS, client_host(request))
    try:
        arrival = await service.finish_sign_on(
            council_code, settings.address, _read_answer(request), request.cookies.get(COOKIE, "")[:_LONGEST]
        )
    except SignOnError as error:
        page = _failed(error)
        page.cookies = [_cookie("", settings)]
        return page
    held = read_session_token(request.scope, https=is_https(settings))
    opened = await accounts.open_session(
        arrival.account_id, second_factor=arrival.has_second_factor, replaces=held
    )
    answer = await let_in(request, opened, settings, wanted=arrival.next)
    answer.cookies.append(_cookie("", settings))
    return answer


def _read_answer(request: AnyRequest) -> Answer:
    """What the address says; of a name that stands in it twice nothing, so that nobody can be led astray."""
    said = {}
    for ours, theirs in (("state", "state"), ("code", "code"), ("issuer", "iss"), ("error", "error")):
        values = request.query_params.getall(theirs, [])
        said[ours] = values[0] if len(values) == 1 and len(values[0]) <= _LONGEST else ""
    return Answer(**said)


def _cookie(kept: str, settings: Settings) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=kept,
        path=PATH,
        max_age=int(rules.JOURNEY_FOR.total_seconds()) if kept else 0,
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def _query(wanted: str | None) -> str:
    path = next_path(wanted, "")
    return f"?next={quote(path, safe='/')}" if path else ""


def _failed(error: SignOnError) -> Template:
    is_away = isinstance(error, ServiceAwayError)
    status = HTTPStatus.BAD_GATEWAY if is_away else HTTPStatus.BAD_REQUEST
    return plain_page("accounts/sign_on_failed.html", status=status, message=str(error))


route_handlers = (choose_council, show_council, begin_sign_on, finish_sign_on)
