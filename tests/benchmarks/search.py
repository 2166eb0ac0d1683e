"""How fast, big and fresh the embedded search engine is: prints tables. Run from the project's folder:

python tests/benchmarks/search.py [--sizes 10000,100000] [--million] [--queries 300] [--profile KIND]
"""

import argparse
import asyncio
import cProfile
import multiprocessing
import os
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from msgspec.structs import replace  # noqa: E402 - the project's folder comes first

from search.documents import Change  # noqa: E402 - as above
from search.factory import open_engine  # noqa: E402 - as above
from tests.benchmarks import search_corpus as corpus  # noqa: E402 - as above

CHUNK = 10_000


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def memory_mb(pid="self"):
    """Memory that a process alone needs, and what it has of files (shared, and taken back at need)."""
    told = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size = line.split()[:2]
        told[name] = int(size) / 1024
    return told["Private_Dirty:"], told["Rss:"] - told["Private_Dirty:"]


def size_mb(directory):
    return sum(path.stat().st_size for path in directory.iterdir()) / 2**20


def quantiles(spent):
    ordered = sorted(spent)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


async def build(directory, count):
    """Build an index; return the seconds of the engine's own work and of publishing."""
    engine = open_engine(directory, writer=True)
    await engine.ensure(corpus.SCHEMA)
    rebuild = await engine.rebuild()
    documents, adding = corpus.corpus(count), 0.0
    while chunk := list(islice(documents, CHUNK)):
        begin = time.perf_counter()
        await rebuild.add(chunk)
        adding += time.perf_counter() - begin
    begin = time.perf_counter()
    await rebuild.publish()
    publishing = time.perf_counter() - begin
    await engine.aclose()
    return adding, publishing


async def time_kind(engine, kind, count):
    spent = []
    found = 0
    for query in corpus.queries(kind, count):
        begin = time.perf_counter()
        page = await engine.search(query)
        spent.append((time.perf_counter() - begin) * 1000)
        found += page.total
    return (*quantiles(spent), found / count)


async def time_suggestions(engine, count):
    spent = []
    for number in range(count):
        town = corpus.TOWNS[number % len(corpus.TOWNS)]
        begin = time.perf_counter()
        await engine.suggest(corpus.BEGINNINGS[number % len(corpus.BEGINNINGS)], corpus.near(town, 10), 8)
        spent.append((time.perf_counter() - begin) * 1000)
    return quantiles(spent)


def _reader(directory, seconds, ready, go, answers):
    asyncio.run(_read(directory, seconds, ready, go, answers))


async def _read(directory, seconds, ready, go, answers):
    engine = open_engine(Path(directory), writer=False)
    asked = list(corpus.queries("everything", 400, seed=os.getpid()))
    for query in asked[:50]:
        await engine.search(query)
    ready.release()
    go.wait()
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        await engine.search(asked[count % len(asked)])
        count += 1
    answers.put((count / seconds, *memory_mb()))


def throughput(directory, processes, seconds=4.0):
    """Full queries a second of some processes together, and the memory of one."""
    context = multiprocessing.get_context("spawn")
    ready, go, answers = context.Semaphore(0), context.Event(), context.Queue()
    running = [
        context.Process(target=_reader, args=(str(directory), seconds, ready, go, answers))
        for _ in range(processes)
    ]
    for one in running:
        one.start()
    for _ in running:
        ready.acquire()
    go.set()
    told = [answers.get() for _ in running]
    for one in running:
        one.join()
    return sum(one[0] for one in told), told[0][1], told[0][2]


async def freshness(directory, count=200):
    """From `apply` to found by another handle, one change at a time and a thousand at a time."""
    writer, reader = open_engine(directory, writer=True), open_engine(directory, writer=False)
    some = list(islice(corpus.corpus(count), count))
    spent = []
    for number, one in enumerate(some):
        changed = replace(one, version=2, title=f"fresh{number} listing")
        begin = time.perf_counter()
        await writer.apply([Change(changed.id, 2, changed)])
        page = await reader.search(next(corpus.queries("text", 1)))
        spent.append((time.perf_counter() - begin) * 1000)
        assert page.watermark
    many = [replace(one, version=3) for one in islice(corpus.corpus(1000), 1000)]
    begin = time.perf_counter()
    await writer.apply([Change(one.id, 3, one) for one in many])
    batch = (time.perf_counter() - begin) * 1000
    with_delta = await time_kind(reader, "everything", 200)
    more = [replace(one, version=4) for one in islice(corpus.corpus(3000), 3000)]
    begin = time.perf_counter()
    await writer.apply([Change(one.id, 4, one) for one in more])
    await writer.settle()
    merging = time.perf_counter() - begin
    await reader.aclose()
    await writer.aclose()
    return quantiles(spent), batch, with_delta, merging


async def profile(directory, kind):
    engine = open_engine(directory, writer=False)
    await time_kind(engine, kind, 50)
    profiler = cProfile.Profile()
    profiler.enable()
    await time_kind(engine, kind, 300)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)


async def measure(directory, count, asked):
    adding, publishing = await build(directory, count)
    say(f"\n## {count:,} listings: built in {adding + publishing:.1f} s ({adding:.1f} s reading texts), "
        f"{size_mb(directory):.0f} MB on the disk\n")  # fmt: skip
    engine = open_engine(directory, writer=False)
    await time_kind(engine, "everything", 30)
    say("| query | p50 ms | p99 ms | found on average |\n|---|---|---|---|")
    for kind in corpus.KINDS_OF_QUERY:
        middle, slow, found = await time_kind(engine, kind, asked)
        say(f"| {kind} | {middle:.2f} | {slow:.2f} | {found:,.0f} |")
    middle, slow = await time_suggestions(engine, asked)
    say(f"| suggestions | {middle:.2f} | {slow:.2f} | |")
    await engine.aclose()
    say("\n| processes | full queries a second | private MB each | of files MB each |\n|---|---|---|---|")
    for processes in (1, 2):
        rate, private, shared = await asyncio.to_thread(throughput, directory, processes)
        say(f"| {processes} | {rate:.0f} | {private:.0f} | {shared:.0f} |")
    (middle, slow), batch, with_delta, merging = await freshness(directory)
    say(f"\nOne change, published and found: p50 {middle:.0f} ms, p99 {slow:.0f} ms. "
        f"A thousand changes: {batch:.0f} ms. "
        f"Everything beside 1,200 changes: p50 {with_delta[0]:.2f} ms, p99 {with_delta[1]:.2f} ms. "
        f"3,000 changes and merging all: {merging:.1f} s.")  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--million", action="store_true", help="measure with 1,000,000 listings too")
    parser.add_argument("--queries", type=int, default=300, help="queries of each kind")
    parser.add_argument("--profile", choices=corpus.KINDS_OF_QUERY, help="profile one kind of query instead")
    parser.add_argument("--keep", type=Path, help="build in, or read from, this folder")
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")] + [1_000_000] * chosen.million
    for size in sizes:
        directory = (chosen.keep or Path(tempfile.mkdtemp(prefix="hereabouts-search-"))) / str(size)
        try:
            if chosen.profile:
                if not directory.exists():
                    asyncio.run(build(directory, size))
                asyncio.run(profile(directory, chosen.profile))
            else:
                asyncio.run(measure(directory, size, chosen.queries))
        finally:
            if chosen.keep is None:
                shutil.rmtree(directory.parent)


if __name__ == "__main__":
    main()
