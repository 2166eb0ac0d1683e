"""Saving, comparing, sharing: with and without JavaScript, on a small phone, in forced colours, two tabs."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_every_state import LARGE_TEXT, SIDEWAYS, SMALL_TARGETS, TEXT_SPACING, violations

pytestmark = pytest.mark.browser

SEARCH = "/search?near=Melksham"
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
NOTE = "Ask about Tuesdays.\nSam liked them <b>a lot</b>."


@pytest.fixture(scope="module")
def axe():
    return Axe()


def save_some(page, number):
    """Save the first results; return their titles, the last saved first."""
    titles = [page.locator(".app-card h2 a").nth(at).inner_text() for at in range(number)]
    for at in range(number):
        page.locator(".app-save").nth(at).click()
        expect(page.locator(".app-save").nth(at)).to_have_attribute("aria-pressed", "true")
    return titles[::-1]


@BOTH
def test_the_whole_way_from_results_to_a_shared_list(open_page, javascript):
    page = open_page(SEARCH, width=320, height=568, java_script_enabled=javascript)
    titles = save_some(page, 3)
    page.goto("/saved")
    assert page.locator(".app-card h2 a").all_inner_texts() == titles
    page.get_by_role("link", name=f"Write a note ({titles[0]})").click()
    page.get_by_label("Your note").fill(NOTE)
    page.get_by_role("button", name="Save your note").click()
    expect(page.locator(".app-own-note")).to_contain_text("Sam liked them <b>a lot</b>.")
    for title in titles:
        page.get_by_role("checkbox", name=f"Choose ({title})").check()
    page.get_by_role("button", name="Compare them").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    page.get_by_label("How far is it from").fill("Melksham")
    page.get_by_role("button", name="Show how far").click()
    expect(page.get_by_text("How far is said from Melksham, Wiltshire.")).to_be_visible()
    page.get_by_role("link", name="Back to your list").click()
    page.get_by_role("link", name="Share your list").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".app-link-text").inner_text()
    other = open_page(re.sub(r"^https?://[^/]+", "", link), java_script_enabled=javascript)
    assert other.locator(".app-card h2 a").all_inner_texts() == titles
    assert "Sam liked them" not in other.inner_text("main")
    expect(other.get_by_role("button", name="End this link")).to_have_count(0)
    page.get_by_role("button", name="End this link").click()
    assert other.goto(other.url).status == 404
    page.goto("/saved")
    page.get_by_role("button", name=f"Take it off ({titles[0]})").click()
    assert page.locator(".app-card h2 a").all_inner_texts() == titles[1:]
    page.get_by_role("link", name="Take everything off").click()
    page.get_by_role("button", name="Take everything off").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    assert page.context.cookies(page.url) == []


def test_saving_in_place_says_so_and_goes_nowhere(open_page):
    page = open_page(SEARCH)
    page.evaluate("window.untouched = true")
    button = page.locator(".app-save").first
    title = page.locator(".app-card h2 a").first.inner_text()
    button.click()
    expect(button).to_have_accessible_name(f"{title}: Saved")
    expect(page.get_by_role("status")).to_have_text(f"{title}: Saved")
    expect(button).to_be_focused()
    button.click()
    expect(button).to_have_accessible_name(f"{title}: Save")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.untouched")
    assert page.context.cookies(page.url) == []


def test_without_javascript_one_comes_back_to_the_card(open_page):
    page = open_page(SEARCH, height=568, width=320, java_script_enabled=False)
    page.locator(".app-save").nth(12).click()
    assert page.locator(".app-card").nth(12).evaluate("card => card.getBoundingClientRect().top") < 568
    expect(page.locator(".app-save").nth(12)).to_be_in_viewport()


def test_many_clicks_in_a_row_lose_nothing(open_page):
    page = open_page(SEARCH)
    page.evaluate("document.querySelectorAll('.app-save').forEach(button => button.click())")
    expect(page.locator('.app-save[aria-pressed="true"]')).to_have_count(20)
    page.goto("/saved")
    expect(page.locator(".app-card")).to_have_count(20)


def test_two_tabs_at_once_lose_nothing(open_page):
    first = open_page(SEARCH)
    second = first.context.new_page()
    second.goto(f"{SEARCH}&page=2")
    clicks = "document.querySelectorAll('.app-save').forEach((button, at) => at < 10 && button.click())"
    first.evaluate(clicks)
    second.evaluate(clicks)
    for page in (first, second):
        expect(page.locator('.app-save[aria-pressed="true"]')).to_have_count(10)
    first.goto("/saved")
    expect(first.locator(".app-card")).to_have_count(20)


def test_the_one_too_many_is_told_with_javascript_too(open_page):
    page = open_page(SEARCH)
    for number in (1, 2):
        page.goto(f"{SEARCH}&page={number}")
        page.evaluate("document.querySelectorAll('.app-save').forEach((b, at) => at < 15 && b.click())")
        expect(page.locator('.app-save[aria-pressed="true"]')).to_have_count(15)
    page.locator('.app-save[aria-pressed="false"]').first.click()
    expect(page.get_by_role("heading", name="Your list is full")).to_be_visible()


def test_filters_that_refresh_in_place_show_what_is_saved(open_page):
    page = open_page(SEARCH)
    save_some(page, 1)
    page.get_by_label("How far?").select_option("20 miles")
    expect(page).to_have_url(re.compile("within=20"))
    expect(page.locator('.app-save[aria-pressed="true"]')).to_have_count(1)


def test_going_back_shows_what_is_saved_now(open_page):
    page = open_page(SEARCH)
    page.locator(".app-card h2 a").first.click()
    page.locator(".app-save").first.click()
    expect(page.locator(".app-save").first).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator(".app-save").first).to_have_attribute("aria-pressed", "true")


def test_a_page_that_the_browser_has_kept_is_asked_for_again_once_something_is_saved(open_page):
    page = open_page(SEARCH)
    page.locator(".app-card h2 a").first.click()
    page.locator(".app-save").first.click()
    expect(page.locator(".app-save").first).to_have_attribute("aria-pressed", "true")
    page.goto(SEARCH)
    expect(page.locator(".app-save").first).to_have_attribute("aria-pressed", "true")
    page.goto("/saved")
    page.get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    page.goto(SEARCH)
    expect(page.locator(".app-save").first).to_have_attribute("aria-pressed", "false")


PAGES = ["list", "note", "compare", "share", "shared", "clear", "empty", "results", "too few"]


@pytest.fixture(scope="module")
def prepared(chromium, address):
    """Where each page is, and the cookies that fill it."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto(SEARCH)
    save_some(page, 4)
    ids = [page.locator(".app-save").nth(at).get_attribute("value") for at in range(4)]
    page.goto(f"/saved/notes/{ids[0]}")
    page.fill("textarea", NOTE)
    page.click("main button")
    page.goto("/saved/share")
    page.click("main button")
    shared = page.url
    compare = "/saved/compare?" + "&".join(f"listing={each}" for each in ids) + "&near=Melksham"
    cookies = context.cookies()
    context.close()
    return cookies, {
        "list": "/saved", "note": f"/saved/notes/{ids[0]}", "compare": compare, "share": "/saved/share",
        "shared": shared, "clear": "/saved/clear", "empty": "/saved", "results": SEARCH,
        "too few": "/saved/compare",
    }  # fmt: skip


@pytest.fixture
def open_prepared(open_page, prepared):
    cookies, paths = prepared

    def open_(name, **options):
        page = open_page("/saved", **options)
        if name != "empty":
            page.context.add_cookies(cookies)
        page.goto(paths[name])
        return page

    return open_


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_the_list_are_sound(open_prepared, name, width, axe):
    page = open_prepared(name, width=width, bypass_csp=True)
    assert not violations(axe, page)
    assert not page.evaluate(SMALL_TARGETS)
    for style in ("", LARGE_TEXT, TEXT_SPACING):
        if style:
            page.add_style_tag(content=style)
        assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("name", ["list", "compare", "shared", "results"])
def test_pages_of_the_list_in_forced_colours(open_prepared, name, axe):
    page = open_prepared(name, forced_colors="active", bypass_csp=True)
    assert not violations(axe, page)
    if name in {"shared", "results"}:
        saved = page.locator('.app-save[aria-pressed="true"]').first
        expect(saved).to_be_visible()
        assert saved.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"


@pytest.mark.parametrize("name", ["list", "compare", "shared"])
def test_on_paper_are_facts_and_notes_and_no_buttons(open_prepared, name):
    page = open_prepared(name)
    page.emulate_media(media="print")
    assert page.locator("main button:visible, main input:visible").count() == 0
    if name != "compare":
        expect(page.locator(".app-card").first).to_be_visible()
    if name == "list":
        expect(page.locator(".app-own-note")).to_be_visible()
    assert page.locator("header .app-header").is_hidden()


def test_the_list_by_keyboard_alone(open_prepared):
    page = open_prepared("list")
    page.get_by_role("link", name="Share your list").focus()
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("document.activeElement.textContent.trim() || document.activeElement.type")
        )
    assert names[0] == "Print it"
    assert "checkbox" in names
    assert any(name.startswith(("Change your note", "Write a note")) for name in names)
    assert any(name.startswith("Take it off") for name in names)
