"""Weight, as it crosses the wire to a browser that takes brotli: bodies, without headers."""

import re

import pytest

FIRST_VISIT_BYTES = 30_000
LATER_PAGE_BYTES = 6_000
SEARCHES = [
    "/search?near=Melksham",
    "/search?near=Melksham&q=cooking",
    "/search?near=Melksham&kind=personal_assistant&day=mon",
    "/search?near=Melksham&view=map",
    "/search?near=Melksham&more=1",
    "/search?near=Mere",
    "/search?near=BA12+9ZZ",
    "/search?q=cooking+Melksham",
    "/search?q=PA+who+speaks+Polish+in+Melksham",
    "/search?q=cooking+Newport",
    "/search",
]
STILL = [
    "/", "/about", "/help", "/accessibility", "/privacy", "/nowhere", "/sign-in", "/sign-up",
    "/sign-up/supporter", "/reset-password", "/market/method",
]  # fmt: skip


async def wire_bytes(client, path):
    """Bytes of a body as it was sent, compressed."""
    async with client.stream("GET", path) as answer:
        return sum([len(chunk) async for chunk in answer.aiter_raw()])


@pytest.mark.parametrize("path", ["/", "/search?near=Melksham", "/search?near=Melksham&view=map"])
async def test_first_visit_is_light(client, path):
    page = (await client.get(path)).text
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert len(files) == 3
    total = await wire_bytes(client, path) + sum([await wire_bytes(client, file) for file in files])
    assert total <= FIRST_VISIT_BYTES


@pytest.mark.parametrize("path", [*STILL, *SEARCHES])
async def test_later_page_is_light(client, path):
    assert await wire_bytes(client, path) <= LATER_PAGE_BYTES


async def test_listing_is_light(client, listing_path):
    assert await wire_bytes(client, listing_path) <= LATER_PAGE_BYTES


async def test_page_of_all_filters_leaves_the_results_to_the_next(client):
    page = (await client.get("/search?near=Melksham&more=1")).text
    assert "app-card" not in page
    assert 'href="/search?near=Melksham"' in page
    assert 'name="more"' not in page


async def test_script_gets_all_filters_beside_the_results(client):
    part = (await client.get("/search/results?near=Melksham&more=1")).text
    assert "app-card" in part
    assert 'id="facet-culture"' in part
