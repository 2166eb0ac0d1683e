"""Static files: named by content, from memory, never changing."""

import brotli
import httpx
import pytest
from litestar import Litestar

from marketplace.kernel.web.static_files import IMMUTABLE, StaticFiles, accepted_encoding
from marketplace.static.src.build import TARGETS, source_digest


@pytest.fixture
def files(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "secret.scss").write_text("a")
    (tmp_path / "a.css").write_text("body { color: black }" * 100)
    (tmp_path / "b.png").write_bytes(b"\x89PNG" * 50)
    return StaticFiles([tmp_path])


@pytest.fixture
async def browser(files):
    app = Litestar([files.handler()], openapi_config=None, logging_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        yield client


async def test_file_is_sent_by_its_hashed_name_for_ever(files, browser):
    answer = await browser.get(files.url("a.css"), headers={"accept-encoding": "br"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == IMMUTABLE
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["content-encoding"] == "br"
    assert answer.text.startswith("body")


async def test_picture_is_not_compressed_again(files, browser):
    answer = await browser.get(files.url("b.png"), headers={"accept-encoding": "br"})
    assert "content-encoding" not in answer.headers


async def test_other_names_are_not_found(files, browser):
    for path in (
        "/static/a.css",
        "/static/a.000000000000.css",
        "/static/../setup.py",
        "/static/src/secret.scss",
    ):
        assert (await browser.get(path)).status_code == 404


def test_name_changes_with_the_content(tmp_path):
    (tmp_path / "a.css").write_text("one")
    first = StaticFiles([tmp_path]).url("a.css")
    (tmp_path / "a.css").write_text("two")
    assert StaticFiles([tmp_path]).url("a.css") != first


def test_sources_are_not_served(files):
    with pytest.raises(KeyError):
        files.url("src/secret.scss")


def test_compressed_twin_is_the_same_file(files):
    file = files.find(files.url("a.css").removeprefix("/static/"))
    assert brotli.decompress(file.br) == file.content


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("gzip, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0", ""),
        ("br; q=0.0, gzip;q=1.0", "gzip"),
        ("", ""),
        ("zstd", ""),
    ],
)
def test_encoding_is_one_that_the_browser_takes(asked, chosen):
    assert accepted_encoding(asked) == chosen


@pytest.mark.parametrize("target", TARGETS, ids=lambda path: path.name)
def test_built_css_is_that_of_the_sources(target):
    line = target.read_text(encoding="utf-8").partition("\n")[0]
    assert source_digest() in line, "run python marketplace/static/src/build.py"


@pytest.mark.parametrize("target", TARGETS, ids=lambda path: path.name)
def test_nothing_of_the_crown_is_served(target):
    css = target.read_text(encoding="utf-8")
    assert "GDS Transport" not in css
    assert "crown" not in css.partition("\n")[2].lower()
