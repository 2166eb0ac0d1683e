"""Every route says who may call it, and nothing is changed at the word of another site."""

import pytest
from litestar.exceptions import PermissionDeniedException

from marketplace.kernel.web.guards import comes_from_this_site, is_marked, require_same_site

PUBLIC_CHANGES = {
    "POST /listings/{listing_id:uuid}/report",
    "POST /pools/{pool_id:uuid}/report",
    "POST /reset-password",
    "POST /saved",
    "POST /saved/clear",
    "POST /saved/notes/{listing_id:uuid}",
    "POST /saved/share",
    "POST /sign-in",
    "POST /sign-out",
    "POST /sign-up/{join_as:str}",
}
"""What anybody may send without a link. Each is limited, and none tells whether an address has an account."""

CROSS_SITE = {
    "POST /alerts/stop/{token:str}",
    "POST /free/stop/{token:str}",
    "POST /still-correct/stop/{token:str}",
}
"""Programs for mail stop reminders at one click (RFC 8058); they know the token and have no session."""


def handlers_of(app):
    return [
        (method, handler)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if method != "OPTIONS"
    ]


def name_of(method, handler):
    (path,) = handler.paths
    return f"{method} {path}"


async def test_every_route_is_marked(app):
    assert not [name_of(*each) for each in handlers_of(app) if not is_marked(each[1].opt)]


async def test_changes_that_anybody_may_send_are_these(app):
    found = {
        name_of(method, handler)
        for method, handler in handlers_of(app)
        if method != "GET" and handler.opt.get("public") and not handler.opt.get("by_link")
    }
    assert found == PUBLIC_CHANGES


async def test_route_opened_by_a_link_has_a_token_in_its_address_or_shows_nothing_of_anybody(app):
    found = [name_of(*each) for each in handlers_of(app) if each[1].opt.get("by_link")]
    assert found
    assert [name for name in found if "{token:str}" not in name and ("{" in name or "GET" not in name)] == []


async def test_only_forms_are_sent(app):
    assert {method for method, _ in handlers_of(app)} <= {"GET", "POST"}


async def test_these_alone_may_be_sent_from_other_sites(app):
    found = {
        name_of(*each) for each in handlers_of(app) if each[1].opt.get("cross_site") and each[0] != "GET"
    }
    assert found == CROSS_SITE


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://a.example", "host": "a.example"}, False),
        ({"origin": "https://a.example", "host": "a.example"}, True),
        ({"origin": "https://b.example", "host": "a.example"}, False),
        ({"origin": "null", "host": "a.example"}, False),
        ({"host": "a.example"}, False),
    ],
)
def test_request_of_this_site_is_told_from_others(headers, ours):
    assert comes_from_this_site(headers) is ours


class Call:
    def __init__(self, method, **headers):
        self.scope = {"method": method}
        self.headers = headers


class Handler:
    def __init__(self, **opt):
        self.opt = opt


async def test_reading_is_never_refused():
    await require_same_site(Call("GET", **{"sec-fetch-site": "cross-site"}), Handler())


async def test_changing_from_elsewhere_is_refused_unless_the_route_allows_it():
    call = Call("POST", **{"sec-fetch-site": "cross-site"})
    with pytest.raises(PermissionDeniedException):
        await require_same_site(call, Handler())
    await require_same_site(call, Handler(cross_site=True))
