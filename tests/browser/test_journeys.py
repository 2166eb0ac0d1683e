"""What people do here, with and without JavaScript, with the keyboard only, on paper."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_home_to_a_listing(open_page, javascript):
    page = open_page("/", java_script_enabled=javascript)
    page.get_by_label("Where?").fill("Melksham")
    page.get_by_role("button", name="Find support").click()
    expect(page).to_have_title(re.compile("Melksham"))
    page.locator(".app-card h2 a").first.click()
    expect(page.get_by_role("heading", name="How to get in touch")).to_be_visible()


def test_filters_without_javascript(open_page):
    page = open_page("/search?near=Melksham", java_script_enabled=False)
    page.get_by_label("Personal assistant").check()
    page.locator(".app-filters").get_by_role("button", name="Show results").click()
    assert "kind=personal_assistant" in page.url
    expect(page.get_by_label("Personal assistant")).to_be_checked()
    page.get_by_role("link", name="Remove: Kind of support: Personal assistant").click()
    assert "kind=" not in page.url


def test_filters_fold_on_a_phone_and_open_without_javascript(open_page):
    page = open_page("/search?near=Melksham", width=360, java_script_enabled=False)
    expect(page.get_by_label("Personal assistant")).not_to_be_visible()
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_label("Personal assistant")).to_be_visible()


def test_live_filter_refreshes_in_place_and_says_how_many(open_page):
    page = open_page("/search?near=Melksham")
    page.evaluate("window.untouched = true")
    before = page.locator("h1").text_content()
    box = page.get_by_label("Personal assistant")
    box.check()
    expect(page.locator("h1")).not_to_have_text(before)
    expect(page.get_by_role("status")).to_have_text(page.locator("h1").text_content())
    assert page.evaluate("window.untouched")
    assert "kind=personal_assistant" in page.url
    expect(page.get_by_label("Personal assistant")).to_be_focused()
    expect(page.get_by_label("Personal assistant")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Personal assistant")).to_be_checked()


def test_live_filters_show_the_same_as_the_page_itself(open_page):
    page = open_page("/search?near=Melksham&view=map")
    page.get_by_role("checkbox", name="Personal assistant").check()
    expect(page).to_have_url(re.compile("kind=personal_assistant"))
    live = page.locator("#results").inner_text()
    page.goto(page.url)
    assert page.locator("#results").inner_text() == live


def test_more_filters_come_without_leaving_the_page(open_page):
    page = open_page("/search?near=Melksham")
    page.evaluate("window.untouched = true")
    page.get_by_role("link", name="More filters and choices").click()
    expect(page.locator("#facet-gender")).to_be_visible()
    assert page.evaluate("window.untouched")
    page.locator("#facet-gender summary").click()
    page.locator("#facet-gender input").first.check()
    expect(page).to_have_url(re.compile("gender="))
    expect(page.locator("#facet-gender input").first).to_be_checked()


def test_distance_and_reach_refresh_too(open_page):
    page = open_page("/search?near=Melksham")
    page.get_by_label("How far?").select_option("3 miles")
    expect(page).to_have_url(re.compile("within=3"))
    page.get_by_label("How you meet").select_option(label="Can come to me")
    expect(page).to_have_url(re.compile("reach=come_to_me"))


def test_suggested_place_is_taken_with_the_keyboard(open_page):
    page = open_page("/")
    where = page.get_by_role("combobox", name="Where?")
    where.press_sequentially("Melksh")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    where.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert where.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    where.press("Enter")
    expect(where).to_have_value("Melksham, Wiltshire")
    expect(where).to_have_attribute("aria-expanded", "false")


def test_escape_closes_suggestions_and_keeps_what_was_typed(open_page):
    page = open_page("/")
    where = page.get_by_role("combobox", name="Where?")
    where.press_sequentially("Melksh")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    where.press("Escape")
    expect(page.get_by_role("listbox", name="Suggestions")).not_to_be_visible()
    expect(where).to_have_value("Melksh")


@pytest.mark.parametrize("path", ["/", "/search?near=Melksham"])
def test_nothing_covers_or_cuts_off_a_suggestion(open_page, path):
    page = open_page(path)
    page.locator("#q").press_sequentially("swi")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    expect(suggestions).to_be_visible()
    hidden = """list => {
      const end = Math.min(innerHeight, list.getBoundingClientRect().bottom)
      return [...list.children].filter(one => {
        const box = one.getBoundingClientRect()
        const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
        return box.bottom < end && !one.contains(middle)
      }).length
    }"""
    assert suggestions.evaluate(hidden) == 0


def test_suggested_kind_of_help_leads_to_its_results(open_page):
    page = open_page("/search?near=Melksham")
    page.get_by_role("combobox", name="What help do you want?").press_sequentially("swimm")
    page.get_by_role("listbox", name="Suggestions").get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"/search\?.*(support_type=swimming|q=).*"))


def test_near_me_sends_a_rounded_position(open_page):
    page = open_page(
        "/", permissions=["geolocation"], geolocation={"latitude": 51.373812, "longitude": -2.137467}
    )
    page.get_by_role("button", name="Use where I am").click()
    expect(page).to_have_url(re.compile(r"near=51\.37%2C(\+|%20)?-2\.14"))
    expect(page.locator(".app-card").first).to_be_visible()


def test_near_me_that_is_refused_says_so(open_page):
    page = open_page("/")
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("button", name="We could not find where you are")).to_be_visible()


def test_near_me_is_not_offered_without_javascript(open_page):
    assert (
        "Use where I am"
        not in open_page("/", java_script_enabled=False).locator("main, .app-hero").first.inner_text()
    )


def test_keyboard_alone_is_enough(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.goto("/")
    where = page.get_by_role("combobox", name="Where?")
    for _press in range(12):
        page.keyboard.press("Tab")
        if where.evaluate("box => box === document.activeElement"):
            break
    expect(where).to_be_focused()
    page.keyboard.type("SN12 6AD")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("near=SN12"))
    skip = page.get_by_role("link", name="Skip to results")
    for _press in range(20):
        page.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.app-card h2')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How to get in touch")).to_be_visible()


def test_everything_in_focus_is_seen(open_page):
    page = open_page("/search?near=Melksham&view=map")
    for _press in range(60):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
              const one = document.activeElement
              const box = one.getBoundingClientRect(), style = getComputedStyle(one)
              const inner = one.matches('.app-pin') ? getComputedStyle(one.firstElementChild) : style
              const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                || inner.strokeWidth === '4px'
              return one === document.body || (marked && box.bottom > 0 && box.top < innerHeight)
            }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")


def test_error_summary_has_the_focus_and_leads_to_the_box(open_page):
    page = open_page("/search?near=BA12+9ZZ")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Where?")).to_be_focused()


def test_pin_leads_to_its_card(open_page):
    page = open_page("/search?near=Melksham&view=map")
    pin = page.locator(".app-pin").nth(3)
    target = pin.get_attribute("href")
    pin.click()
    expect(page.locator(f"[id='{target[1:]}']")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_pins_are_large_and_apart_enough(open_page, width):
    boxes = open_page("/search?near=Melksham&view=map", width=width).evaluate(
        "() => [...document.querySelectorAll('.app-pin circle')].map(one => one.getBoundingClientRect())"
        ".map(box => [box.x + box.width / 2, box.y + box.height / 2, box.width])"
    )
    assert boxes
    for index, (x, y, wide) in enumerate(boxes):
        assert wide >= 24
        for other_x, other_y, _wide in boxes[index + 1 :]:
            assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 >= 23


def test_the_name_of_the_site_is_whole_on_the_smallest_screen(open_page):
    lines = open_page("/help", width=320).evaluate(
        """() => {
          const range = document.createRange()
          range.selectNodeContents(document.querySelector('.app-brand__name'))
          return range.getClientRects().length
        }"""
    )
    assert lines == 1


def test_print_leaves_out_what_is_for_the_screen(open_page, states):
    page = open_page(states["listing"])
    page.emulate_media(media="print")
    for hidden in (".app-header", ".app-footer", ".app-noprint"):
        expect(page.locator(hidden).first).not_to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Details confirmed on")).to_be_visible()


def test_printed_results_keep_cards_whole(open_page):
    page = open_page("/search?near=Melksham")
    page.emulate_media(media="print")
    assert page.locator(".app-card").first.evaluate("card => getComputedStyle(card).breakInside") == "avoid"
    expect(page.locator(".app-filters")).not_to_be_visible()
    expect(page.locator(".app-support").first).to_be_visible()


def test_forced_colours_keep_what_colour_says(open_page, states):
    page = open_page("/search?near=Melksham&view=map", forced_colors="active")
    colours = page.evaluate(
        """() => {
          const style = selector => getComputedStyle(document.querySelector(selector))
          return {
            chosen: style('.app-toggle strong').backgroundColor,
            other: style('.app-toggle a').backgroundColor,
            pin: style('.app-pin circle').fill, number: style('.app-pin text').fill,
            icon: getComputedStyle(document.querySelector('.app-i-where'), '::before').backgroundColor,
            page: style('body').backgroundColor,
          }
        }"""
    )
    assert colours["chosen"] != colours["other"]
    assert colours["pin"] != colours["number"]
    assert colours["icon"] != colours["page"]


def test_quick_exit_is_on_every_page_and_says_nothing_of_where_from(open_page, states):
    page = open_page("/")
    for path in states.values():
        page.goto(path)
        link = page.get_by_role("link", name="Leave this site quickly")
        expect(link).to_have_attribute("href", "https://www.bbc.co.uk/weather")
        expect(link).to_have_attribute("rel", "noreferrer")
        expect(link).to_be_visible()


def test_nothing_is_loaded_from_elsewhere_and_no_cookie_is_set(open_page, states, address):
    page, asked = open_page("/about"), []
    page.on("request", lambda request: asked.append(request.url))
    for path in states.values():
        page.goto(path)
        assert f"{address}{path}" in asked
        assert all(url.startswith(address) for url in asked)
        assert not page.context.cookies()


def test_chosen_filters_do_not_push_results_off_a_phone(open_page):
    page = open_page("/search?near=Melksham&kind=personal_assistant", width=360)
    expect(page.get_by_label("Personal assistant")).not_to_be_visible()
    expect(page.get_by_role("link", name="Remove: Kind of support: Personal assistant")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_place_typed_with_the_words_is_said_back_and_can_be_undone(open_page, javascript):
    page = open_page("/", java_script_enabled=javascript)
    page.get_by_label("What help do you want?").fill("cooking Melksham")
    page.get_by_role("button", name="Find support").click()
    expect(page.get_by_text("Showing cooking near Melksham, Wiltshire.")).to_be_visible()
    expect(page.get_by_label("What help do you want?")).to_have_value("cooking")
    expect(page.get_by_label("Where?")).to_have_value("Melksham, Wiltshire")
    understood = page.locator("h1").text_content()
    page.get_by_role("link", name="Search for the word “Melksham” instead.").click()
    expect(page.get_by_label("What help do you want?")).to_have_value("cooking Melksham")
    expect(page.get_by_label("Where?")).to_have_value("")
    expect(page.get_by_text("Showing cooking near")).to_have_count(0)
    page.get_by_label("Personal assistant").check()
    if not javascript:
        page.locator(".app-filters").get_by_role("button", name="Show results").click()
    expect(page).to_have_url(re.compile("q=cooking.Melksham&(?=.*literal=)(?=.*kind=personal_assistant)"))
    expect(page.get_by_label("Where?")).to_have_value("")
    page.go_back()
    if not javascript:
        page.go_back()
    expect(page.get_by_text("Showing cooking near Melksham, Wiltshire.")).to_be_visible()
    assert page.locator("h1").text_content() == understood


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_was_understood_is_neither_undone_nor_doubled_by_a_filter(open_page, javascript):
    page = open_page("/search?q=PA+for+cooking+in+Melksham", java_script_enabled=javascript)

    def apply():
        if not javascript:
            page.locator(".app-filters").get_by_role("button", name="Show results").click()

    expect(page.get_by_role("checkbox", name="Personal assistant")).to_be_checked()
    page.get_by_role("checkbox", name="free now").check()
    apply()
    expect(page).to_have_url(re.compile("(?=.*kind=personal_assistant)(?=.*free=1)"))
    expect(page.get_by_role("checkbox", name="Personal assistant")).to_be_checked()
    page.get_by_role("checkbox", name="Personal assistant").uncheck()
    apply()
    expect(page).not_to_have_url(re.compile("kind="))
    expect(page.get_by_role("checkbox", name="Personal assistant")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="free now")).to_be_checked()
    expect(page.get_by_label("Where?")).to_have_value("Melksham, Wiltshire")


def test_words_typed_before_a_filter_are_understood_in_place_and_announced(open_page):
    page = open_page("/search")
    page.get_by_label("What help do you want?").fill("PA for cooking in Melksham")
    page.get_by_role("checkbox", name="free now").check()
    expect(page.get_by_text("Showing personal assistants matching “cooking” near Melksham")).to_have_count(2)
    expect(page.get_by_role("status")).to_contain_text("Showing personal assistants")
    expect(page.get_by_label("What help do you want?")).to_have_value("cooking")
    expect(page.get_by_label("Where?")).to_have_value("Melksham, Wiltshire")
    page.get_by_role("checkbox", name="Personal assistant").uncheck()
    expect(page).not_to_have_url(re.compile("kind="))
    expect(page.get_by_role("checkbox", name="Personal assistant")).not_to_be_checked()


def test_text_that_is_typed_while_results_come_is_left_alone(open_page):
    page = open_page("/search")
    box = page.get_by_label("What help do you want?")
    box.fill("cooking Melksham")
    page.route("**/search/results*", lambda route: (box.fill("cooking and cleaning"), route.continue_()))
    page.get_by_role("checkbox", name="free now").check()
    expect(page).to_have_url(re.compile("near=Melksham"))
    expect(box).to_have_value("cooking and cleaning")
