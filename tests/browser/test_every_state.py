"""Every page in every state: rules of accessibility that a machine can check."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

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


def test_axe_finds_nothing(open_page, states, state, axe):
    assert not violations(axe, open_page(states[state], bypass_csp=True))


def test_axe_finds_nothing_on_a_phone(open_page, states, state, axe):
    assert not violations(axe, open_page(states[state], width=360, height=640, bypass_csp=True))


@pytest.mark.parametrize("style", ["", LARGE_TEXT, TEXT_SPACING], ids=["plain", "large text", "text spacing"])
def test_nothing_runs_out_of_a_small_phone(open_page, states, state, style):
    page = open_page(states[state], width=320, height=568, bypass_csp=True)
    if style:
        page.add_style_tag(content=style)
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_can_be_hit(open_page, states, state, width):
    assert not open_page(states[state], width=width).evaluate(SMALL_TARGETS)


def test_page_is_whole_without_javascript(open_page, states, state):
    page = open_page(states[state], java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("[hidden]:visible").count() == 0


def test_headings_step_down_one_by_one(open_page, states, state):
    levels = open_page(states[state]).evaluate(
        "() => [...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])"
    )
    before_error = levels[1:] if state in {"unknown place", "bad address"} else levels
    assert before_error[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(before_error))
