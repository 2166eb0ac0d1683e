"""How answers leave the house: headers, compression, caching."""

import gzip

import brotli
import pytest

PAGES = ["/", "/search?near=Melksham", "/nowhere", "/search?within=9999", "/api/search?near=Melksham"]


@pytest.mark.parametrize("path", PAGES)
async def test_every_answer_has_the_security_headers(client, path):
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
async def test_no_answer_sets_a_cookie(client, path):
    assert "set-cookie" not in (await client.get(path)).headers


@pytest.mark.parametrize("path", ["/", "/search?near=Melksham&view=map", "/nowhere", "/help"])
async def test_page_has_nothing_inline(client, path):
    text = (await client.get(path)).text
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
    assert "javascript:" not in text


async def raw(client, path, **headers):
    async with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join([chunk async for chunk in answer.aiter_raw()])


@pytest.mark.parametrize(
    ("asked", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
async def test_page_is_compressed_as_the_browser_takes_it(client, asked, encoding, unpack):
    answer, body = await raw(client, "/about", **{"accept-encoding": asked})
    assert answer.headers.get("content-encoding") == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert int(answer.headers["content-length"]) == len(body)
    assert unpack(body).startswith(b"<!DOCTYPE html>")


async def test_page_that_the_browser_has_is_not_sent_again(client):
    first = await client.get("/about")
    again = await client.get("/about", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"]
    assert "content-encoding" not in again.headers


async def test_etag_changes_with_the_page(client):
    one = await client.get("/search?near=Melksham")
    other = await client.get("/search?near=Trowbridge")
    assert one.headers["etag"] != other.headers["etag"]


async def test_pages_may_be_cached_and_errors_not(client):
    assert (await client.get("/")).headers["cache-control"] == "public, max-age=300"
    assert (await client.get("/search?near=Melksham")).headers["cache-control"] == "public, max-age=60"
    assert (await client.get("/nowhere")).headers["cache-control"] == "no-store"
    assert (await client.get("/search?within=9999")).headers["cache-control"] == "no-store"


async def test_head_says_what_get_would(client):
    got, asked = await client.get("/about"), await client.head("/about")
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["content-length"] == got.headers["content-length"]
    assert asked.headers["etag"] == got.headers["etag"]


async def test_https_is_kept_where_the_public_address_has_it(site, gazetteer):
    import httpx
    from msgspec.structs import replace

    from marketplace.app import create_app

    app = create_app(replace(site, public_url="https://support.example.gov.uk"), gazetteer=gazetteer)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as browser:
        assert "strict-transport-security" in (await browser.get("/about")).headers


async def test_plain_http_does_not_ask_for_https(client):
    assert "strict-transport-security" not in (await client.get("/about")).headers
