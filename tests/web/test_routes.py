"""Every route says who may call it, and nothing is changed at the word of another site."""

import pytest
from litestar.exceptions import PermissionDeniedException

from marketplace.kernel.web.guards import comes_from_this_site, require_same_site


async def test_every_route_is_marked(app):
    unmarked = [
        f"{method} {route.path}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if method != "OPTIONS" and not handler.opt.get("public")
    ]
    assert not unmarked


async def test_public_pages_only_read(app):
    methods = {method for route in app.routes for method in getattr(route, "methods", ())}
    assert methods <= {"GET", "OPTIONS"}


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
