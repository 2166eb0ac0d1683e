"""Every page in every state: rules of accessibility that a machine can check.

Each is opened once in each of three windows, which stay open: a desk, a phone, and without JavaScript.
"""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PATIENCE_MILLISECONDS, listen

pytestmark = pytest.mark.browser

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
LARGE_TEXT = "html { font-size: 200% !important }"
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, [role=option]')]
  .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter(one => !one.matches('.govuk-skip-link'))
  .filter(one => {
    const box = one.getBoundingClientRect()
    const inSentence = getComputedStyle(one).display === 'inline'
      && one.parentElement.textContent.trim().length > one.textContent.trim().length + 3
    return !inSentence && (box.width < 24 || box.height < 24)
  })
  .map(one => one.outerHTML.slice(0, 120) + ' ' + JSON.stringify(one.getBoundingClientRect()))
"""


@pytest.fixture(scope="module")
def axe():
    return Axe()


def violations(axe, page):
    found = axe.run(page, options=AXE_OPTIONS).response["violations"]
    return [(one["id"], node["html"][:200], node["failureSummary"]) for one in found for node in one["nodes"]]


@pytest.fixture(scope="module")
def windows(chromium, address):
    """A desk, a phone and a desk without JavaScript, each with what its pages complained of."""
    sizes = {"desk": (1280, 900), "phone": (320, 568), "no JavaScript": (1280, 900)}
    opened = {}
    for name, (width, height) in sizes.items():
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale="en-GB",
            java_script_enabled=name != "no JavaScript",
            bypass_csp=name == "phone",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page, complaints = context.new_page(), []
        listen(page, complaints)
        opened[name] = page, complaints
    yield opened
    for page, _complaints in opened.values():
        page.context.close()


@pytest.fixture
def open_in(windows):
    """Open a page in one of the windows: what its scripts or policy complain of is a failure."""
    used = []

    def open_(name, path):
        page, complaints = windows[name]
        complaints.clear()
        used.append(complaints)
        page.goto(path)
        return page

    yield open_
    assert not any(used)


def levels_of_headings(page, state):
    """What is not a step down of one, or of any size up."""
    levels = page.evaluate("() => [...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
    before_error = levels[1:] if state in {"unknown place", "bad address"} else levels
    assert before_error[0] == 1
    return [(before, after) for before, after in pairwise(before_error) if after - before > 1]


def test_page_has_no_fault_on_a_desk(open_in, states, state, axe):
    page = open_in("desk", states[state])
    assert not page.evaluate(SMALL_TARGETS)
    assert not levels_of_headings(page, state)
    assert not violations(axe, page)


def test_page_has_no_fault_on_a_phone(open_in, states, state, axe):
    """On a small phone, also with large and widely spaced text, and for axe on a phone of middling size."""
    page = open_in("phone", states[state])
    assert not page.evaluate(SMALL_TARGETS)
    for style in ("", LARGE_TEXT, TEXT_SPACING):
        added = page.add_style_tag(content=style or ":root {}")
        assert page.evaluate(SIDEWAYS) <= 0, style
        added.evaluate("one => one.remove()")
    page.set_viewport_size({"width": 360, "height": 640})
    found = violations(axe, page)
    page.set_viewport_size({"width": 320, "height": 568})
    assert not found


def test_page_is_whole_without_javascript(open_in, states, state):
    page = open_in("no JavaScript", states[state])
    assert page.locator("h1").count() == 1
    assert page.locator("[hidden]:visible").count() == 0
