"""Handles on an index of a search server, as several processes would have them."""

from contextlib import asynccontextmanager

from search.engines.meilisearch.engine import MeilisearchEngine


@asynccontextmanager
async def opened(server, uid, *, key=None, **arguments):
    engine = MeilisearchEngine(server.url, key=key or server.key, uid=uid, **arguments)
    try:
        yield engine
    finally:
        await engine.aclose()
