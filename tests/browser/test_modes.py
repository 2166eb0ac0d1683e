"""Pages of accounts and of work in every mode: forced colours, keyboard, large and widely spaced text, dark.

Each page is opened once, and then looked at in one mode after the other.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Grant, Role
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import DB, open_pool
from marketplace.listings.editing import service as editing
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.organizations.claims.service import claim_listing
from marketplace.listings.organizations.repository import add_member
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.schemas import ListingKind
from tests.browser.test_every_state import LARGE_TEXT, SIDEWAYS, SMALL_TARGETS, TEXT_SPACING
from tests.factories.accounts import ACTOR, COUNCIL, make_account, open_session_of, viewer_of
from tests.factories.listings import FEW_PLACES, make_activity, make_enterprise, publish
from tests.factories.providers import ENTERPRISE, make_submitted, make_written
from tests.imports.conftest import GROUP, sheet

pytestmark = pytest.mark.browser

AXE = Axe()
PAGES = {
    "nobody": (
        "/sign-in", "/sign-up", "/sign-up/supporter", "/reset-password", "/sign-in/council",
        "{listing}/report",
    ),
    "provider": (
        "/account", "/account/password", "/account/delete", "/account/second-factor", "/account/acting-for",
        "/provider", "/provider/start", "{organization}", "{organization}/evidence",
        "{organization}/evidence/add",
        "{written}", "{written}/check", "{written}/answers/offer", "{written}/answers/languages",
        "{written}/answers/times", "{written}/answers/team", "{written}/answers/checks", "{claimed}/claim",
    ),
    "staff": (
        "/stewards", "{request}", "/stewards/checks", "/stewards/claims", "{claim}", "/stewards/concerns",
        "{concern}", "/stewards/listings", "{record}", "{record}/evidence", "/stewards/imports", "{import}",
        "/administration",
        "{council}", "{council}/looks", "{council}/words", "{council}/safeguarding", "{council}/intervals",
        "{council}/tiers", "{council}/sign-on", "{staff}", "{staff}/invite", "{audit}",
    ),
}  # fmt: skip
CASES = [pytest.param(who, path, id=f"{who} {path}") for who, paths in PAGES.items() for path in paths]
MOST_TABS = 45
"""Key presses on one page: its head, and enough of what is below."""

WATCH_FOCUS = """
() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  window.focused = []
  window.watch = event => {
    const one = event.target
    const shown = [getComputedStyle(one)]
    for (const label of one.labels ?? []) shown.push(getComputedStyle(label, '::before'))
    const box = (one.closest('label') ?? one.labels?.[0] ?? one).getBoundingClientRect()
    window.focused.push({
      html: one.outerHTML.slice(0, 90),
      place: all.indexOf(one),
      outline: shown.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
      mark: one.matches('.govuk-skip-link') || shown.some(style => style.boxShadow !== 'none'
        || style.outlineStyle !== 'none' && !/, 0\\)|transparent/.test(style.outlineColor)),
      seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    })
  }
  document.addEventListener('focusin', window.watch)
  return all.length
}
"""
FORGET_FOCUS = """
() => {
  document.removeEventListener('focusin', window.watch)
  document.activeElement.blur()
  getSelection().removeAllRanges()
  scrollTo(0, 0)
  return window.focused
}
"""
WITHOUT_EDGE = """
() => ['button', 'tag', 'input', 'select', 'textarea']
  .flatMap(name => [...document.querySelectorAll(`.govuk-${name}`)])
  .filter(one => one.checkVisibility())
  .filter(one => {
    const style = getComputedStyle(one)
    return !['Top', 'Right', 'Bottom', 'Left'].every(side => parseFloat(style[`border${side}Width`]) >= 1)
  })
  .map(one => one.outerHTML.slice(0, 90))
"""
ALIKE_TABS = """
() => [...document.querySelectorAll('.app-parts, .app-nav')].flatMap(nav => {
  const line = one => getComputedStyle(one).borderBottomColor + getComputedStyle(one).textDecorationThickness
  const current = nav.querySelector('a[aria-current]')
  const others = [...nav.querySelectorAll('a:not([aria-current])')]
  return current ? others.filter(one => line(one) === line(current)).map(one => one.outerHTML) : []
})
"""
CUT_OFF = """
() => [...document.querySelectorAll('main *')]
  .filter(one => one.checkVisibility() && getComputedStyle(one).overflowX === 'hidden')
  .filter(one => !one.closest('.govuk-visually-hidden, svg') && one.clientWidth > 1)
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map(one => one.outerHTML.slice(0, 90))
"""


LINES_OF_NAME = """
() => {
  const range = document.createRange()
  range.selectNodeContents(document.querySelector('.app-brand__name'))
  return new Set([...range.getClientRects()].map(one => Math.round(one.top))).size
}
"""


async def _public(viewer, draft):
    """A public listing that the viewer looks after."""
    listing_id = await publish(draft)
    await add_member(draft.organization.id, viewer.account_id, MemberRole.OWNER, clock.now())
    return listing_id


async def _make():
    """Who looks, each with a session; and where the pages are."""
    await councils.add_council(COUNCIL, actor=ACTOR)
    provider = await make_account(Role.PROVIDER, name="Amina Khan")
    viewer = await viewer_of(provider)
    grants = [Grant(role, COUNCIL) for role in (Role.STEWARD, Role.ADMINISTRATOR)]
    staff_id = await accounts.add_account(
        "modes@staff.example", "Siân Davies", password=None, grants=grants, actor=ACTOR
    )
    staff = await accounts.open_session(staff_id, second_factor=True)
    draft = make_enterprise()
    listing_id = await _public(viewer, draft)
    await editing.start_change(listing_id, viewer)
    written = await make_written(viewer, ENTERPRISE, ListingKind.MICRO_ENTERPRISE)
    request = await make_submitted(viewer)
    claimed = await publish(make_activity())
    claim = await claim_listing(claimed, viewer, "I run it with the others; ring the hall.")
    worry = NewConcern(kind=ConcernKind.SAFEGUARDING, words="Somebody shouted at my aunt.")
    concern = await report_concern(listing_id, worry, host="192.0.2.1")
    import_id = await imports.add_import(
        sheet(GROUP, {**GROUP, "Title": "Bowls", "Price": "dear"}), "ours.csv", COUNCIL, staff.viewer,
        gazetteer=FEW_PLACES,
    )  # fmt: skip
    sessions = {"nobody": None, "provider": (await open_session_of(provider)).token, "staff": staff.token}
    return sessions, {
        "listing": f"/listings/{listing_id}",
        "organization": f"/provider/organizations/{draft.organization.id}",
        "written": f"/provider/requests/{written.id}",
        "claimed": f"/listings/{claimed}",
        "request": f"/stewards/requests/{request.id}",
        "claim": f"/stewards/claims/{claim}",
        "concern": f"/stewards/concerns/{concern}",
        "record": f"/stewards/listings/{listing_id}",
        "import": f"/stewards/imports/{import_id}",
        "council": f"/administration/council/{COUNCIL}",
        "staff": f"/administration/staff/{COUNCIL}",
        "audit": f"/administration/audit/{COUNCIL}",
    }


async def _make_at(url):
    pool, config = DB.pool, DB.config
    DB.pool = None
    DB.point_at(url)
    try:
        async with open_pool(max_size=2):
            return await _make()
    finally:
        DB.pool, DB.config = pool, config


@pytest.fixture(scope="module")
def made(filled):
    """Sessions and places, made in a thread with a loop of its own: the browser's may be running here."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, _make_at(filled[0])).result()


@pytest.fixture(scope="module")
def windows(made, address, chromium):
    """A page of each who looks."""
    sessions, opened = made[0], {}
    for who, token in sessions.items():
        context = chromium.new_context(base_url=address, bypass_csp=True, reduced_motion="reduce")
        if token:
            context.add_cookies([{"name": "session", "value": token, "url": address}])
        opened[who] = context.new_page()
    yield opened
    for page in opened.values():
        page.context.close()


def tab_through(page):
    """Press Tab through a page; what had the focus, in that order, until it begins again."""
    count = page.evaluate(WATCH_FOCUS)
    for _press in range(min(count, MOST_TABS)):
        page.keyboard.press("Tab")
    found = page.evaluate(FORGET_FOCUS)
    places = [one["place"] for one in found]
    end = next((i for i in range(1, len(places)) if places[i] <= places[0]), len(places))
    return found[:end]


def faults_of_keyboard(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    found = tab_through(page)
    assert len(found) > 5
    places = [one["place"] for one in found]
    if places != sorted(places):
        yield "order", places
    yield from (("no focus to see", one["html"]) for one in found if not one["mark"])
    yield from (("focus out of sight", one["html"]) for one in found if not one["seen"])


def faults_of_forced_colours(page):
    page.emulate_media(forced_colors="active")
    yield from (
        ("no focus in forced colours", one["html"]) for one in tab_through(page) if not one["outline"]
    )
    yield from (("no edge in forced colours", one) for one in page.evaluate(WITHOUT_EDGE))
    yield from (("which is open in forced colours", one) for one in page.evaluate(ALIKE_TABS))
    page.emulate_media(forced_colors="none")


def faults_of_dark(page):
    page.emulate_media(color_scheme="dark")
    found = AXE.run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]})
    page.emulate_media(color_scheme="light")
    for one in found.response["violations"]:
        yield from (("dark", node["html"][:120]) for node in one["nodes"])


def faults_of_size(page):
    for style in ("", TEXT_SPACING, LARGE_TEXT):
        added = page.add_style_tag(content=style or ":root {}")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            if page.evaluate(SIDEWAYS) > 0:
                yield "sideways", width, style
            yield from (("cut off", width, style, one) for one in page.evaluate(CUT_OFF))
            if not style:
                yield from (("small", width, one) for one in page.evaluate(SMALL_TARGETS))
        added.evaluate("one => one.remove()")


@pytest.mark.parametrize(("who", "path"), CASES)
def test_page_has_no_fault_in_any_mode(made, windows, who, path):
    page = windows[who]
    answer = page.goto(path.format(**made[1]))
    assert answer.status == 200
    faults = [
        fault
        for look in (faults_of_keyboard, faults_of_forced_colours, faults_of_dark, faults_of_size)
        for fault in look(page)
    ]
    assert not faults


def test_longest_name_of_a_site_fits_a_small_phone_with_large_text(windows):
    page = windows["nobody"]
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto("/sign-in")
    page.add_style_tag(content=LARGE_TEXT)
    page.evaluate("document.querySelector('.app-brand__name').textContent = 'W'.repeat(40)")
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("who", ["nobody", "provider"])
def test_name_of_the_site_stays_whole_however_large_and_widely_spaced(windows, who):
    page, faults = windows[who], []
    page.goto("/about")
    for style in ("", TEXT_SPACING, LARGE_TEXT):
        if style:
            page.add_style_tag(content=style)  # To the one before: at last both.
        for width in (320, 375, 640, 900, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            if page.evaluate(LINES_OF_NAME) != 1 or page.evaluate(SIDEWAYS) > 0:
                faults.append((style, width))
    assert not faults
