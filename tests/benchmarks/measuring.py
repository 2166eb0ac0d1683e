"""Times, rates and memory of subjects."""

import asyncio
import multiprocessing
import os
import statistics
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from search.query import SearchQuery
from tests.benchmarks.queries import queries, suggestions

WARMING = 12
"""Queries of a kind that are asked before it is measured."""
COMPARED = 30
"""Answers of each kind that are kept, to be compared between engines."""
LEAST = 20
"""Queries of a kind that are asked even when they take longer than allowed."""


class Spent(Struct, frozen=True):
    """Milliseconds of some queries of one kind."""

    p50: float
    p99: float
    asked: int


class Rate(Struct, frozen=True):
    """What some processes do together."""

    per_second: float
    private: float
    """Megabytes that one process has for itself."""
    mapped: float
    """Megabytes of files and shared memory that it sees."""


class Freshness(Struct, frozen=True):
    """Changes, until another handle finds them."""

    one: Spent
    per_second: float
    """Changes a second, a thousand at a time."""


def spent_of(milliseconds):
    """Quantiles; with few samples the 99th percentile is the slowest."""
    ordered = sorted(milliseconds)
    return Spent(
        statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], len(ordered)
    )


async def time_each(asked, ask, *, seconds):
    """Ask one after the other, at most so long (but `LEAST` in any case): what it took, what was answered."""
    spent, answers, deadline = [], [], time.perf_counter() + seconds
    for one in asked:
        begin = time.perf_counter()
        answer = await ask(one)
        spent.append((time.perf_counter() - begin) * 1000)
        if len(answers) < COMPARED:
            answers.append(answer)
        if time.perf_counter() > deadline and len(spent) >= LEAST:
            break
    return spent_of(spent), answers


async def time_kind(reader, kind, times, *, seconds):
    """One kind of query, after a few that nobody measures; with the first totals and counts."""
    for query in queries(kind, WARMING, seed=5):
        await reader.search(query)
    spent, answers = await time_each(queries(kind, times), reader.search, seconds=seconds)
    return spent, [(answer.total, _counts(answer.facets)) for answer in answers]


def _counts(facets):
    """Counts without zeros, which an engine may leave out."""
    return {name: {value: n for value, n in counts.items() if n} for name, counts in facets.items()}


async def time_suggestions(reader, times, *, seconds):
    """Suggestions for the beginnings of words, likewise."""
    for text, near in suggestions(WARMING):
        await reader.suggest(text, near, 8)
    spent, _ = await time_each(suggestions(times), lambda one: reader.suggest(*one, 8), seconds=seconds)
    return spent


@contextmanager
def part_inside(subject, name, parts):
    """Which part of the time until the end the subject's engine itself worked, put down if it is known."""
    before, begin = subject.seconds_inside(), time.perf_counter()
    yield
    if before is not None:
        passed = time.perf_counter() - begin
        parts[name] = (subject.seconds_inside() - before) / passed


def folder_megabytes(directory):
    return sum(path.stat().st_size for path in Path(directory).rglob("*") if path.is_file()) / 2**20


def memory_megabytes(process="self"):
    """Memory that a process alone needs, and what it sees of files (shared, and taken back at need)."""
    told = {}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split()[:2]
        told[name] = int(size) / 1024
    return told["Private_Dirty:"], told["Rss:"] - told["Private_Dirty:"]


def _run(opening, seconds, ready, go, answers):
    asyncio.run(_keep_asking(opening, seconds, ready, go, answers))


async def _keep_asking(opening, seconds, ready, go, answers):
    reader = await opening.open()
    asked = list(queries("everything", 400, seed=os.getpid()))
    for query in asked[:20]:
        await reader.search(query)
    ready.release()
    go.wait()
    done, begin = 0, time.perf_counter()
    while (passed := time.perf_counter() - begin) < seconds:
        await reader.search(asked[done % len(asked)])
        done += 1
    answers.put((done / passed, *memory_megabytes(reader.server_process() or "self")))
    await reader.aclose()


def throughput(opening, processes, *, seconds=4.0):
    """Full queries a second of some processes together, and the memory of one."""
    context = multiprocessing.get_context("spawn")
    ready, go, answers = context.Semaphore(0), context.Event(), context.Queue()
    running = [
        context.Process(target=_run, args=(opening, seconds, ready, go, answers), daemon=True)
        for _ in range(processes)
    ]
    for one in running:
        one.start()
    for _ in running:
        if not ready.acquire(timeout=120):
            raise RuntimeError("A process that was to ask did not get ready.")
    go.set()
    told = [answers.get(timeout=120) for _ in running]
    for one in running:
        one.join()
    return Rate(sum(one[0] for one in told), *(max(one[part] for one in told) for part in (1, 2)))


async def freshness(subject, documents, times=60):
    """From a change's beginning until another handle has found it; and all of some documents at once."""
    reader = await subject.opening().open()
    versions, spent = count(2), []
    for number, one in enumerate(documents[:times]):
        word = f"fresh{number}zq"
        changed = replace(one, version=next(versions), title=f"{word} listing")
        begin = time.perf_counter()
        await subject.change([changed])
        while not (await reader.search(SearchQuery(text=word, prefix=False, today=one.confirmed_on))).total:
            continue
        spent.append((time.perf_counter() - begin) * 1000)
    version = next(versions)
    many = [replace(one, version=version) for one in documents]
    begin = time.perf_counter()
    await subject.change(many)
    per_second = len(documents) / (time.perf_counter() - begin)
    await reader.aclose()
    return Freshness(spent_of(spent), per_second)
