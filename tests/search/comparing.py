# ruff: noqa: T201 - a command that prints
"""Asks both engines the same of the demonstration's listings: `python -m tests.search.comparing 20000 300`.

Prints how many answers have the same totals and counts, the same first 20, and the same first one, and lists
the questions that were answered differently.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from marketplace.listings.indexing.service import index_schema
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.meilisearch.engine import MeilisearchEngine
from search.query import Near, Reach, SearchQuery, Sort
from search.ranking import RERANKED
from search.text import split_words
from tests.search.judged import corpus
from tests.search.judged.queries import JUDGED

FACETS = index_schema().facets


class Difference(NamedTuple):
    """A question, and what differs in the answers: "total", "counts", "words", "first", "order"."""

    query: SearchQuery
    total: int
    differing: tuple[str, ...]
    shared: int
    """How many of the first page are on the first page of the other."""


@asynccontextmanager
async def filled(documents, server, uid):
    """Both engines, with the same documents."""
    with TemporaryDirectory() as folder:
        engines = (
            EmbeddedEngine(Path(folder) / "index", writer=True),
            MeilisearchEngine(server.url, key=server.key, uid=uid, timeout_seconds=60),
        )
        try:
            for engine in engines:
                await engine.ensure(index_schema())
                rebuild = await engine.rebuild()
                await rebuild.add(documents)
                await rebuild.publish()
            yield engines
        finally:
            for engine in engines:
                await engine.aclose()


def questions(documents, count, seed=7):
    """Varied queries: judged texts, words of titles, slips and beginnings; places, choices and orders."""
    chance = random.Random(seed)
    texts = [one.text for one in JUDGED]
    placed = [one for one in documents if one.point is not None]
    for _ in range(count):
        one = chance.choice(placed)
        yield SearchQuery(
            text=_text(chance, texts, one),
            prefix=chance.random() < 0.5,
            near=_near(chance, one),
            reach=chance.choice([Reach.ANY, Reach.ANY, *Reach]),
            filters=_filters(chance, one),
            price_max_pence=chance.choice([None, None, None, 0, 1500]),
            free_only=chance.random() < 0.1,
            age=chance.choice([None, None, None, 16, 70]),
            sort=chance.choice([Sort.BEST, Sort.BEST, Sort.BEST, *Sort]),
            facets=(*FACETS, "reach", "free"),
            today=corpus.TODAY,
        )


def _text(chance, texts, document):
    words = split_words(document.title)
    return chance.choice(
        [
            "",
            chance.choice(texts),
            chance.choice(texts),
            " ".join(words[:2]),
            chance.choice(words or [""]),
            _slipped(chance, max(words, key=len, default="")),
            (words or [""])[-1][:4],
        ]
    )


def _slipped(chance, word):
    at = chance.randrange(len(word)) if word else 0
    return word[:at] + word[at + 1 :]


def _near(chance, document):
    if chance.random() < 0.15:
        return None
    return Near(
        point=document.point,
        within_miles=chance.choice([1, 3, 5, 10, 25, 50]),
        areas=frozenset(document.areas[:3]) | {"E92000001"},
    )


def _filters(chance, document):
    if chance.random() < 0.6:
        return {}
    name = chance.choice(sorted(name for name, values in document.facets.items() if values) or ["kind"])
    return {name: frozenset(document.facets.get(name, ("?",))[:2])}


async def compare(engines, queries):
    """What differs, for each question, and the seconds that each engine took."""
    seconds = Counter()
    found = []
    for query in queries:
        pages = []
        for engine in engines:
            began = time.perf_counter()
            pages.append(await engine.search(query))
            seconds[engine.name] += time.perf_counter() - began
        one, other = pages
        checks = {
            "total": one.total == other.total,
            "counts": _sorted(one.facets) == _sorted(other.facets),
            "words": one.words_ignored == other.words_ignored,
            "first": [hit.id for hit in one.hits[:1]] == [hit.id for hit in other.hits[:1]],
            "order": [hit.id for hit in one.hits] == [hit.id for hit in other.hits],
        }
        differing = tuple(name for name, same in checks.items() if not same)
        shared = {hit.id for hit in one.hits} & {hit.id for hit in other.hits}
        found.append(Difference(query, one.total, differing, len(shared)))
    return found, seconds


def _sorted(facets):
    return {
        name: {value: count for value, count in counts.items() if count} for name, counts in facets.items()
    }


async def _main(listings, count):
    from marketplace.places.service import open_gazetteer
    from tests.conftest import places_folder
    from tests.meilisearch.running import run_server

    documents = corpus.documents(open_gazetteer(places_folder()), listings)
    with run_server("a-master-key") as server:
        async with filled(documents, server, "comparing") as engines:
            found, seconds = await compare(engines, questions(documents, count))
    for name in ("total", "counts", "words", "first", "order"):
        for label, some in (
            ("at most 200 found", [one for one in found if one.total <= RERANKED]),
            ("more found", [one for one in found if one.total > RERANKED]),
        ):
            same = sum(name not in one.differing for one in some)
            print(f"{name:7} the same in {same} of {len(some)} ({label})")
    for one in found:
        if one.differing:
            print(one.differing, one.total, one.shared, one.query)
    print({name: f"{total / count * 1000:.1f} ms" for name, total in seconds.items()})


if __name__ == "__main__":
    asyncio.run(_main(*map(int, sys.argv[1:])))
