"""A publisher in a process of its own, there to be killed.

It is sent one order for each piece of work (`Site.order` in test_nothing_stale.py says what is in it) and
answers each: how many listings it dealt with, or what went wrong. Publishers are forks of a process that has
imported everything: a killed one is replaced at once.
"""

import asyncio
import multiprocessing
from pathlib import Path

from marketplace.kernel.database import DB, open_pool
from marketplace.listings.indexing import service as indexing
from search.engine import SearchError
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.meilisearch.engine import MeilisearchEngine

MERGE_AT = 4
"""Changes after which the embedded index is merged into a fresh snapshot, so that it happens all the time."""


def open_engine(order):
    """The engine of an order, ready to be written. SearchError when another process writes it."""
    if order["engine"] == "embedded":
        return EmbeddedEngine(Path(order["directory"]), writer=True, compact_at=MERGE_AT)
    return MeilisearchEngine(order["url"], key=order["key"], uid=order["uid"])


async def do(order):
    engine = open_engine(order)
    try:
        await engine.ensure(indexing.index_schema())
        if order["work"] == "publish":
            return await indexing.publish_changes(engine, batch=3)
        if order["work"] == "keep in step":
            return await indexing.keep_in_step(engine)
        if order["work"] == "rebuild":
            return await indexing.rebuild_index(engine)
        return (await indexing.reconcile(engine)).total
    finally:
        await engine.aclose()


async def answer(order):
    DB.point_at(order["database"])
    async with open_pool(max_size=2):
        try:
            return {"done": await do(order)}
        except SearchError as error:
            return {"refused": str(error)}
        finally:
            DB.config = {}


def serve(pipe):
    """Say that it is ready, and work until nobody is left to give orders."""
    pipe.send("ready")
    while True:
        try:
            order = pipe.recv()
        except EOFError:
            return
        pipe.send(asyncio.run(answer(order)))


def start():
    """A publisher, and the pipe to it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours
