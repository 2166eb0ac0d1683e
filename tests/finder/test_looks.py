"""What a council chose for its site shows on every public page within five minutes: none is kept longer."""

import re

from marketplace.councils.schemas import NATIONAL, Looks
from marketplace.councils.service import add_council, update_council_settings

LONGEST_SECONDS = 300
AGE = re.compile(r"max-age=(\d+)")


def public_paths(app):
    """Public pages whose address holds nothing of a record."""
    return sorted(
        route.path
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if "GET" in handler.http_methods and handler.opt.get("public") and "{" not in route.path
    )


async def test_a_new_name_shows_on_every_page_after_five_minutes_at_the_latest(client, own_app, db):
    await add_council(NATIONAL, actor="test")
    await update_council_settings(NATIONAL, {"looks": Looks(site_name="Choose Well")}, 1, actor="test")
    await own_app.state.looks.refresh()
    ages = {}
    for path in public_paths(own_app):
        answer = await client.get(path, headers={"accept": "text/html"})
        if answer.status_code == 200 and "Choose Well" in answer.text:
            kept = AGE.search(answer.headers["cache-control"])
            ages[path] = int(kept[1]) if kept else 0
            assert kept or "no-store" in answer.headers["cache-control"], path
    assert {"/", "/about", "/search", "/api", "/api/openapi.json", "/sign-in"} <= set(ages)
    assert {path: age for path, age in ages.items() if age > LONGEST_SECONDS} == {}
