"""A council's own name, colours, logo and words, by settings only."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.setup import configure
from marketplace.kernel.web.theme import ACCENT_COLOUR, BRAND_COLOUR, contrast, load_theme
from marketplace.pages import web as pages

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def site(settings):
    parts = configure(settings)
    handlers = [pages.show_home, pages.show_about, *parts.route_handlers]
    app = Litestar(handlers, template_config=parts.template_config, openapi_config=None, logging_config=None)
    parts.wrap(app)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


@given(one=COLOURS, other=COLOURS)
def test_contrast_is_symmetric_and_between_1_and_21(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.001


def test_contrast_of_known_colours():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#abc", "#aabbcc") == 1


def test_our_own_colours_can_be_read():
    for colour in (BRAND_COLOUR, ACCENT_COLOUR):
        for behind in ("#ffffff", "#fdfbf7", "#f4eee3"):
            assert contrast(colour, behind) >= 4.5


@pytest.mark.parametrize("field", ["brand_colour", "brand_accent"])
def test_colour_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, field):
    with pytest.raises(OperatorError, match=r"contrast of 1\.\d to white; .*choose a darker colour\.$"):
        load_theme(Settings(data_dir=tmp_path, **{field: "#ffd400"}))


async def test_name_tagline_and_colours_show(tmp_path):
    settings = Settings(
        data_dir=tmp_path, brand_name="Choose Well", brand_tagline="by Anyshire Council",
        brand_colour="#5b2a86", brand_accent="#8a3b12",
    )  # fmt: skip
    async with site(settings) as browser:
        text = (await browser.get("/")).text
        css = text.split('<link rel="stylesheet" href="')[2].partition('"')[0]
        assert " Choose Well</title>" in text
        assert "by Anyshire Council" in text
        assert 'content="#5b2a86"' in text
        assert "--app-brand:#5b2a86" in (await browser.get(css)).text


async def test_plain_site_needs_no_second_style_sheet(tmp_path):
    async with site(Settings(data_dir=tmp_path)) as browser:
        assert (await browser.get("/")).text.count('rel="stylesheet"') == 1


async def test_logo_takes_the_place_of_ours_and_keeps_the_name_for_those_who_do_not_see_it(tmp_path):
    logo = tmp_path / "ours.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    async with site(Settings(data_dir=tmp_path, brand_logo=logo)) as browser:
        text = (await browser.get("/")).text
        source = text.split('<img class="app-brand__logo" src="')[1].partition('"')[0]
        assert 'alt="Hereabouts"' in text
        assert (await browser.get(source)).text == logo.read_text()


@pytest.mark.parametrize(("name", "size"), [("logo.exe", 10), ("logo.png", 30_000)])
def test_logo_that_will_not_do_is_refused(tmp_path, name, size):
    logo = tmp_path / name
    logo.write_bytes(b"x" * size)
    with pytest.raises(OperatorError, match="MARKETPLACE_BRAND_LOGO"):
        load_theme(Settings(data_dir=tmp_path, brand_logo=logo))


async def test_own_words_replace_ours_and_are_escaped(tmp_path):
    words = tmp_path / "words"
    words.mkdir()
    (words / "home-title.txt").write_text("Help in Anyshire")
    (words / "about.txt").write_text("First <b>paragraph</b>.\n\nSecond paragraph.")
    async with site(Settings(data_dir=tmp_path, words_dir=words)) as browser:
        assert "<h1>Help in Anyshire</h1>" in (await browser.get("/")).text
        about = (await browser.get("/about")).text
        assert '<p class="govuk-body">First &lt;b&gt;paragraph&lt;/b&gt;.</p>' in about
        assert '<p class="govuk-body">Second paragraph.</p>' in about


def test_words_that_no_page_uses_are_refused(tmp_path):
    (tmp_path / "hom-title.txt").write_text("x")
    with pytest.raises(OperatorError, match=r"no page uses hom-title\.txt; there are about, "):
        load_theme(Settings(data_dir=tmp_path, words_dir=tmp_path))


def test_words_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "about.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OperatorError, match="cannot be read as UTF-8"):
        load_theme(Settings(data_dir=tmp_path, words_dir=tmp_path))
