"""Every route with every role: what happens is what the route's mark says. No route is listed by hand."""

import re

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import STAFF_ROLES, Role
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.kernel.web.guards import is_marked
from tests.factories.accounts import make_account, sign_in_as
from tests.permissions.cases import ALIKE, CASES, COUNCIL, OTHER_COUNCIL
from tests.permissions.routes import calls

ROLES = [
    "anonymous", "halfway", "person", "supporter", "provider", "practitioner", "commissioner", "steward",
    "administrator", "steward of another council", "administrator of another council",
    "steward without second factor", "administrator without second factor",
]  # fmt: skip
OPEN, SIGN_IN, CODE, SET_UP, REFUSED = "open", "led to sign in", "led to the code", "led to set up", "refused"


async def account_of(role):
    """A fresh account for the role, so that nothing that one request did is there for the next."""
    if role in {"person", "halfway"}:
        return await make_account("person")
    if role == "supporter":
        account = await make_account("person")
        support = Support(person_name="Sam", relation=Relation.FAMILY, consent=Consent.AGREED)
        await accounts.act_for(account.id, support)
        return account
    name, _, where = role.partition(" ")
    is_staff = Role(name) in STAFF_ROLES
    council = (OTHER_COUNCIL if "another" in where else COUNCIL) if is_staff else None
    return await make_account(name, council)


async def browser_of(browse, role, account):
    """A browser that is signed in as the role, and posts as pages of this site do."""
    browser = browse()
    browser.headers["sec-fetch-site"] = "same-origin"
    if role == "halfway":
        await accounts.set_second_factor(account.id, is_set=True)
        await sign_in_as(browser, account, second_factor=False)
    elif role != "anonymous":
        await sign_in_as(browser, account, second_factor=False if "without" in role else None)
    return browser


def expected(opt, role):
    """What the mark says."""
    if opt.get("public"):
        return OPEN
    if role in {"anonymous", "halfway"}:
        return _expected_before_signing_in(opt, role)
    if opt.get("signed_in") or opt.get("halfway"):
        return OPEN
    name = {"supporter": "person"}.get(role, role.partition(" ")[0])
    if name not in opt["roles"]:
        return REFUSED
    return SET_UP if "without" in role else OPEN


def _expected_before_signing_in(opt, role):
    if role == "anonymous":
        return SIGN_IN
    return OPEN if opt.get("halfway") else CODE


def happened(answer):
    """The same of an answer."""
    location = answer.headers.get("location", "").partition("?")[0]
    if answer.status_code == 303 and location in {"/sign-in", "/sign-in/code", "/account/second-factor"}:
        return {"/sign-in": SIGN_IN, "/sign-in/code": CODE}.get(location, SET_UP)
    return REFUSED if answer.status_code in {401, 403} else OPEN


async def send(browser, call, path, form=None):
    if call.is_safe:
        return await browser.request(call.method, path)
    return await browser.request(call.method, path, data=form or {})


@pytest.mark.parametrize("role", ROLES)
async def test_who_gets_in_is_who_the_mark_names(app, browse, role):
    wrong = []
    account = await account_of(role) if role != "anonymous" else None
    for call in calls(app):
        if account is not None and await accounts.find_account(account.id) is None:
            account = await account_of(role)
        browser = await browser_of(browse, role, account)
        answer = await send(browser, call, call.path())
        outcome, wanted = happened(answer), expected(call.opt, role)
        is_led_by_its_own_handler = wanted == OPEN and outcome in {SIGN_IN, CODE, SET_UP}
        if answer.status_code >= 500 or (outcome != wanted and not is_led_by_its_own_handler):
            wrong.append(f"{call}: {wanted}, but {outcome} ({answer.status_code})")
    assert not wrong


async def test_every_route_is_marked(app):
    assert not [str(call) for call in calls(app) if not is_marked(call.opt)]


async def test_a_mark_is_one_mark(app):
    """A route that is public to one reader and for a role to the next would be open to all."""
    marks = ("public", "signed_in", "halfway", "roles")
    assert not [str(call) for call in calls(app) if sum(bool(call.opt.get(mark)) for mark in marks) > 1]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_nothing_is_changed_at_the_word_of_another_site(app, browse, site):
    wrong = []
    administrator = await make_account("administrator", COUNCIL)
    for call in calls(app):
        if call.is_safe or call.opt.get("cross_site"):
            continue
        browser = await browser_of(browse, "administrator", administrator)
        browser.headers["sec-fetch-site"] = site
        answer = await send(browser, call, call.path())
        if answer.status_code != 403:
            wrong.append(f"{call}: {answer.status_code}")
    assert not wrong


async def test_a_forged_token_opens_nothing(app, browse):
    wrong = []
    for call in calls(app):
        if not call.opt.get("by_link") or not call.parameters:
            continue
        for token in ("A" * 43, "x", "..%2F..", "%00", "é" * 43):
            path = call.path().replace("A" * 43, token)
            browser = await browser_of(browse, "anonymous", None)
            answer = await send(browser, call, path)
            if answer.status_code not in {404, 410, 429}:
                wrong.append(f"{call} with {token!r}: {answer.status_code}")
    assert not wrong


async def test_what_a_link_opens_is_neither_kept_nor_told_on(app, browse):
    wrong = []
    for call in calls(app):
        if call.opt.get("by_link") and call.is_safe:
            answer = await browse().get(call.path())
            headers = answer.headers
            if headers.get("referrer-policy") != "same-origin" or "noindex" not in headers.get(
                "x-robots-tag", ""
            ):
                wrong.append(str(call))
    assert not wrong


async def test_a_record_that_is_not_there_is_not_found(app, browse):
    """For a role that may call the route. A page for it would have been made without asking whose it is."""
    wrong = []
    for call in calls(app):
        if not needs_case(call) or not any(parameter.name.endswith("_id") for parameter in call.parameters):
            continue
        role = call.opt["roles"][0] if call.opt.get("roles") else "person"
        browser = await browser_of(browse, role, await account_of(role))
        answer = await send(browser, call, call.path())
        if answer.status_code not in _refusals(str(call)):
            wrong.append(f"{call}: {answer.status_code}")
    assert not wrong


def _refusals(route):
    return {303, 403, 404} if route in ALIKE else {403, 404}


ANYBODYS = {
    "GET /listings/{listing_id:uuid}/claim": "the listing is public, and a steward decides on the claim",
    "POST /listings/{listing_id:uuid}/claim": "the same",
    "POST /join/{token:str}": "whoever holds the letter may join, once",
    "POST /pools/come/{token:str}": "whoever a lead handed the link may come in, once",
    "POST /practitioners/teams/join/{token:str}": "the same, if they are practitioners of the council",
}
"""Routes for any account, whose record is nobody's in particular, with the reason."""


def needs_case(call):
    """Whether the route has a record in its path that is not everybody's."""
    return bool(call.parameters) and not call.is_public and str(call) not in ANYBODYS


async def test_every_route_with_a_record_has_a_case(app):
    known = {str(call): call for call in calls(app)}
    assert not [name for name, call in known.items() if needs_case(call) and name not in CASES]
    assert not [name for name in CASES if name not in known], "a case for a route that is gone"


def is_of(route, path):
    """Whether a path is one of the route's: a case of two routes with one path would try one of them."""
    pattern = re.sub(r"\{[^}]+\}", "[^/]+", route.partition(" ")[2])
    return re.fullmatch(pattern, path.partition("?")[0]) is not None


def _cases():
    return [
        pytest.param(route, case, id=f"{route} {case.__name__}")
        for route, cases in sorted(CASES.items())
        for case in cases
    ]


@pytest.mark.parametrize(("route", "case"), _cases())
async def test_a_record_of_somebody_else_is_out_of_reach(app, browse, route, case):
    foreign = await case()
    method, _, _pattern = route.partition(" ")
    assert foreign.strangers
    assert is_of(route, foreign.path), "the case tries another route"
    for stranger in foreign.strangers:
        browser = browse()
        await sign_in_as(browser, stranger)
        answer = await browser.request(method, foreign.path, data=dict(foreign.form) or None)
        assert answer.status_code in _refusals(route)
        assert (foreign.is_untouched is not None) == (route in ALIKE)
        assert foreign.is_untouched is None or await foreign.is_untouched()
    browser = browse()
    await sign_in_as(browser, foreign.owner)
    answer = await browser.request(method, foreign.path, data=dict(foreign.form) or None)
    assert answer.status_code in foreign.reached, "the owner does not reach it: the case says nothing"
    assert happened(answer) not in {SIGN_IN, CODE}
