"""Other processes for the tests: run as `python -m tests.search.processes WHAT DIRECTORY`.

`writer` applies batch after batch and says each number when `apply` has returned; it is there to be killed.
`rebuilder` rebuilds again and again; `reader` answers each line it is sent with what it finds.
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from search.documents import Change, SearchDocument
from search.engines.embedded.engine import EmbeddedEngine
from search.query import SearchQuery
from tests.search.brute import TODAY
from tests.search.strategies import SCHEMA

BATCH = 20


def batch(number):
    """Each batch replaces all documents by the next version, so that a half-done batch would show."""
    return [
        SearchDocument(
            id=UUID(int=index + 1),
            version=number,
            title=f"club {index}",
            text=f"batch{number} " * 40,
            confirmed_on=TODAY,
        )
        for index in range(BATCH)
    ]


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def write(directory):
    engine = EmbeddedEngine(directory, writer=True, compact_at=45)
    await engine.ensure(SCHEMA)
    number = max([version async for _, version in engine.versions()], default=0)
    say(f"from {number}")
    while True:
        number += 1
        await engine.apply([Change(one.id, one.version, one) for one in batch(number)])
        say(number)


async def rebuild(directory):
    engine = EmbeddedEngine(directory, writer=True)
    await engine.ensure(SCHEMA)
    number = max([version async for _, version in engine.versions()], default=0)
    say(f"from {number}")
    while True:
        number += 1
        fresh = await engine.rebuild()
        await fresh.add(batch(number))
        await fresh.publish()
        say(number)


async def read(directory):
    engine = EmbeddedEngine(directory, writer=False)
    say("ready")
    while sys.stdin.readline():
        page = await engine.search(SearchQuery(text="club", limit=2 * BATCH, today=TODAY))
        say(" ".join(str(hit.version) for hit in page.hits))


if __name__ == "__main__":
    asyncio.run({"writer": write, "rebuilder": rebuild, "reader": read}[sys.argv[1]](Path(sys.argv[2])))
