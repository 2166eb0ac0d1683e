"""Who looks at a page: led on, let in or told why not; and what they see is kept by no cache."""

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar, Response, get, post
from litestar.params import FromPath
from msgspec import Struct

from marketplace.accounts.schemas import ANONYMOUS, Grant, Role, Viewer
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import BY_LINK, HALFWAY, PUBLIC, SIGNED_IN, for_roles
from marketplace.kernel.web.setup import configure
from marketplace.kernel.web.viewers import Viewers


def viewer(*roles, **values):
    grants = tuple(
        Grant(Role(role), "E06000054" if role in {"steward", "administrator"} else None) for role in roles
    )
    from uuid import uuid4

    return Viewer(
        **{"account_id": uuid4(), "name": "Robin", "grants": grants, "session_id": uuid4()} | values
    )


VIEWERS = {
    "person": viewer("person"),
    "provider": viewer("provider"),
    "steward": viewer("steward", has_second_factor=True, second_factor_is_set=True),
    "steward-without": viewer("steward"),
    "steward-halfway": viewer("steward", second_factor_is_set=True),
    "person-halfway": viewer("person", second_factor_is_set=True),
}


class Asked(Struct):
    tokens: list[str]
    fails: bool = False


PAGE = "<p>page</p>"


@get("/public", opt=PUBLIC, sync_to_thread=False)
def public() -> Response[str]:
    return Response(PAGE, media_type="text/html", headers={"cache-control": "public, max-age=60"})


@get("/signed-in", opt=SIGNED_IN, sync_to_thread=False)
def signed_in() -> Response[str]:
    return Response(PAGE, media_type="text/html")


@get("/halfway", opt=HALFWAY, sync_to_thread=False)
def halfway() -> Response[str]:
    return Response(PAGE, media_type="text/html")


@get("/stewards", opt=for_roles(Role.STEWARD, "administrator"), sync_to_thread=False)
def stewards() -> Response[str]:
    return Response(PAGE, media_type="text/html")


@post("/stewards", opt=for_roles("steward"), sync_to_thread=False)
def stewards_change() -> Response[str]:
    return Response(PAGE, media_type="text/html")


@get("/provider", opt=for_roles("provider"), sync_to_thread=False)
def providers() -> Response[str]:
    return Response(PAGE, media_type="text/html")


@get("/api/stewards", opt=for_roles("steward"), sync_to_thread=False)
def stewards_json() -> dict[str, str]:
    return {}


@get("/free/{token:str}", opt=BY_LINK, sync_to_thread=False)
def by_link(token: FromPath[str]) -> Response[str]:
    return Response(PAGE, media_type="text/html", headers={"cache-control": "public"})


@get("/unmarked", sync_to_thread=False)
def unmarked() -> Response[str]:
    return Response(PAGE, media_type="text/html")


@pytest.fixture
def asked():
    return Asked([])


@pytest_asyncio.fixture
async def visit(asked, tmp_path):
    async def find(token):
        asked.tokens.append(token)
        if asked.fails:
            raise OSError("the database is away")
        return VIEWERS.get(token, ANONYMOUS)

    parts = configure(Settings(data_dir=tmp_path), viewers=Viewers(ANONYMOUS, find))
    handlers = [
        public,
        signed_in,
        halfway,
        stewards,
        stewards_change,
        stewards_json,
        providers,
        by_link,
        unmarked,
    ]
    app = Litestar(
        [*handlers, *parts.route_handlers],
        guards=parts.guards,
        template_config=parts.template_config,
        exception_handlers=parts.exception_handlers,
        openapi_config=None,
        logging_config=None,
    )
    parts.wrap(app)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as browser:

        async def visit(path, who=None, method="GET", **headers):
            cookie = {"cookie": f"session={who}"} if who else {}
            sent = {"accept": "text/html", "sec-fetch-site": "same-origin", **cookie, **headers}
            return await browser.request(method, path, headers=sent)

        yield visit


async def test_visitor_without_cookie_costs_no_query_and_may_be_cached(visit, asked):
    answer = await visit("/public")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert not asked.tokens


@pytest.mark.parametrize("who", ["person", "nobody-any-more"])
async def test_answer_to_a_session_is_kept_by_no_cache(visit, who):
    assert (await visit("/public", who)).headers["cache-control"] == "private, no-store"
    assert (await visit("/nowhere", who)).headers["cache-control"] == "private, no-store"


async def test_caches_keep_the_page_of_visitors_apart(visit):
    assert "Cookie" in (await visit("/public")).headers["vary"]


async def test_session_is_looked_up_once_for_a_request_and_not_for_static_files(visit, asked):
    await visit("/signed-in", "person")
    assert asked.tokens == ["person"]
    await visit("/static/app.css", "person")
    assert asked.tokens == ["person"]


async def test_cookie_that_opens_nothing_is_forgotten(visit):
    answer = await visit("/public", "nobody-any-more")
    assert answer.headers["set-cookie"].startswith('session=""; HttpOnly; Max-Age=0; Path=/')
    assert "set-cookie" not in (await visit("/public", "person")).headers


@pytest.mark.parametrize(
    ("cookie", "tokens"),
    [
        ("session=one; session=two", ["one"]),
        ("other=1; session=one", ["one"]),
        ("session=", []),
        ("session", []),
        ("mysession=one", []),
        ("__Host-session=one", []),
        ("session=" + "a" * 5000, ["a" * 200]),
        (";;;=;session=x;", ["x"]),
    ],
)
async def test_cookie_is_read_as_it_is(visit, asked, cookie, tokens):
    await visit("/public", cookie=cookie)
    assert asked.tokens == tokens


@pytest.mark.parametrize(
    ("path", "who", "status", "location"),
    [
        ("/signed-in", None, 303, "/sign-in?next=/signed-in"),
        ("/signed-in", "nobody", 303, "/sign-in?next=/signed-in"),
        ("/signed-in?a=b", None, 303, "/sign-in?next=/signed-in%3Fa%3Db"),
        ("/signed-in", "person", 200, None),
        ("/signed-in", "steward-without", 200, None),
        ("/signed-in", "person-halfway", 303, "/sign-in/code"),
        ("/halfway", None, 303, "/sign-in?next=/halfway"),
        ("/halfway", "person-halfway", 200, None),
        ("/halfway", "person", 200, None),
        ("/stewards", None, 303, "/sign-in?next=/stewards"),
        ("/stewards", "steward", 200, None),
        ("/stewards", "steward-without", 303, "/account/second-factor"),
        ("/stewards", "steward-halfway", 303, "/sign-in/code"),
        ("/stewards", "provider", 403, None),
        ("/unmarked", "steward", 403, None),
        ("/unmarked", None, 303, "/sign-in?next=/unmarked"),
    ],
)
async def test_only_whom_the_mark_names_is_let_in(visit, path, who, status, location):
    answer = await visit(path, who)
    assert (answer.status_code, answer.headers.get("location")) == (status, location)


async def test_what_would_have_changed_something_is_not_repeated_after_signing_in(visit):
    answer = await visit("/stewards", method="POST")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_page_says_which_role_it_needs(visit):
    answer = await visit("/stewards", "provider")
    assert "a steward of a council" in answer.text
    assert "an administrator of a council" in answer.text


async def test_who_is_no_provider_is_told_how_to_become_one(visit):
    answer = await visit("/provider", "person")
    assert answer.status_code == 403
    assert 'href="/provider/start"' in answer.text
    assert "administrator" not in answer.text


async def test_program_is_told_plainly(visit):
    answer = await visit("/api/stewards", accept="application/json")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert (await visit("/api/stewards", "provider")).status_code == 403


async def test_page_opened_by_a_link_is_not_indexed_kept_or_told_to_others(visit):
    headers = (await visit("/free/abc")).headers
    assert headers["x-robots-tag"] == "noindex"
    assert headers["cache-control"] == "private, no-store"
    assert headers["referrer-policy"] == "same-origin"


async def test_database_that_is_away_takes_public_pages_with_it_no_more_than_it_must(visit, asked):
    asked.fails = True
    answer = await visit("/public", "person")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert (await visit("/signed-in", "person")).status_code == 500


async def test_menu_is_that_of_the_viewer(visit):
    menu = {who: (await visit("/nowhere", who)).text for who in (None, "person", "steward", "person-halfway")}
    assert "/sign-in" in menu[None]
    assert "/sign-out" not in menu[None]
    assert '"/account"' in menu["person"]
    assert "/stewards" not in menu["person"]
    assert "/stewards" in menu["steward"]
    assert '"/account"' not in menu["person-halfway"]
    assert "/sign-out" in menu["person-halfway"]


async def test_cookie_of_https_is_for_this_host_alone(tmp_path):
    from marketplace.kernel.web.cookies import session_cookie

    cookie = session_cookie("abc", https=True, max_age_seconds=60).to_header(header="")
    assert cookie.startswith("__Host-session=abc;")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
