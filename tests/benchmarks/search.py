"""How fast, big and fresh the search engines are, beside peers that are asked the same.

From the project's folder:

python -m tests.benchmarks.search [--million] [--sizes 10000,100000] [--engines embedded,postgresql] [--write]
python -m tests.benchmarks.search --profile [--sizes 100000] [--write]
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from msgspec import Struct

from tests.benchmarks.corpus import store, stored
from tests.benchmarks.measuring import (
    Freshness,
    Rate,
    Spent,
    freshness,
    part_inside,
    throughput,
    time_kind,
    time_suggestions,
)
from tests.benchmarks.ours import Embedded, Meilisearch
from tests.benchmarks.peers.postgres import Postgres
from tests.benchmarks.peers.tantivy import Tantivy
from tests.benchmarks.profiling import profile_table
from tests.benchmarks.queries import KINDS_OF_QUERY
from tests.benchmarks.subjects import MissingError
from tests.benchmarks.tables import say, surroundings, table, times_and_ratio, write_block

SUBJECTS = {one.name: one for one in (Embedded, Meilisearch, Postgres, Tantivy)}
SUGGESTIONS = "suggestions"
ROWS = (*KINDS_OF_QUERY, SUGGESTIONS)
FACTS = (
    "full queries a second, 1 process", "full queries a second, 2 processes", "build, s", "index, MB",
    "memory private, MB a process", "memory mapped or shared, MB a process",
    "change → found, ms, p50 / p99", "changes a second, 1,000 at once",
)  # fmt: skip


class Measured(Struct):
    """All figures of one engine at one size."""

    version: str
    build_seconds: float
    megabytes: float | None
    spent: dict[str, Spent]
    answers: dict[str, list]
    """Totals and counts of the first queries of each kind."""
    rates: list[Rate]
    fresh: Freshness
    agrees: frozenset[str]
    memory_is_known: bool
    inside: dict[str, float]
    """Which part of the time of each kind the engine itself worked, if that is known."""


async def measure(kind, folder, corpus, asked, seconds):
    """Build one engine's index and measure it. Raises MissingError when it cannot be had here."""
    subject = kind(folder)
    try:
        build_seconds = await subject.build(corpus)
        megabytes = subject.megabytes()
        reader = await subject.opening().open()
        spent, answers, inside = {}, {}, {}
        for name in KINDS_OF_QUERY:
            with part_inside(subject, name, inside):
                spent[name], answers[name] = await time_kind(reader, name, asked, seconds=seconds)
        with part_inside(subject, SUGGESTIONS, inside):
            spent[SUGGESTIONS] = await time_suggestions(reader, asked, seconds=seconds)
        await reader.aclose()
        rates = [await asyncio.to_thread(throughput, subject.opening(), processes) for processes in (1, 2)]
        fresh = await freshness(subject, next(stored(corpus))[:1000])
        return Measured(
            subject.version, build_seconds, megabytes, spent, answers, rates, fresh,
            subject.agrees, subject.memory_is_known, inside,
        )  # fmt: skip
    finally:
        await subject.aclose()


def disagreements(name, measured, first):
    """Kinds of query in which an engine that has to agree found something else."""
    return [
        f"{name}: {kind}"
        for kind in sorted(measured.agrees)
        if any(own != other for own, other in _pairs(measured, first, kind))
    ]


def _pairs(measured, first, kind):
    return list(zip(measured.answers[kind], first.answers[kind], strict=False))


def report(size, found, missing):
    """What is printed, and held by the page, for one size."""
    first, *others = found.values()
    names = [f"{name} {one.version}".strip() for name, one in found.items()]
    rows = [
        [kind, times_and_ratio(first.spent[kind], None)]
        + [times_and_ratio(one.spent[kind], first.spent[kind]) for one in others]
        for kind in ROWS
    ]
    facts = list(map(list, zip(FACTS, *map(_facts, found.values()), strict=True)))
    same = [[kind, *(_same(one, first, kind) for one in others)] for kind in KINDS_OF_QUERY]
    parts = [
        f"{size:,} listings. {surroundings('numpy', 'rapidfuzz')}.",
        *(f"Not in the table: {name}: {why}" for name, why in missing.items()),
        "Milliseconds, p50 / p99, and how many times the first column's p50:",
        table(["query", *names], rows),
        table(["", *names], facts),
        *(_inside(name, one) for name, one in found.items() if one.inside),
    ]
    if others:
        parts += ["Same total and same counts as the first column:", table(["query", *names[1:]], same)]
    return "\n\n".join(parts)


def _inside(name, one):
    parts = ", ".join(f"{kind} {part:.0%}" for kind, part in one.inside.items())
    return f"Part of the time of {name} that its engine itself worked: {parts}."


def _facts(one):
    single, double = one.rates
    memory = [f"{single.private:.0f}", f"{single.mapped:.0f}"] if one.memory_is_known else ["-", "-"]
    return [
        f"{single.per_second:,.0f}", f"{double.per_second:,.0f}", f"{one.build_seconds:.1f}",
        "-" if one.megabytes is None else f"{one.megabytes:.0f}", *memory,
        times_and_ratio(one.fresh.one, None), f"{one.fresh.per_second:,.0f}",
    ]  # fmt: skip


def _same(measured, first, kind):
    pairs = _pairs(measured, first, kind)
    return f"{sum(own == other for own, other in pairs)} of {len(pairs)}"


async def measure_size(size, engines, folder, asked, seconds):
    """All engines at one size: what is printed, and who disagrees."""
    corpus = folder / f"corpus-{size}"
    await asyncio.to_thread(store, corpus, size)
    found, missing = {}, {}
    for name in engines:
        say(f"… {name}, {size:,} listings")
        own = folder / f"{name}-{size}"
        try:
            found[name] = await measure(SUBJECTS[name], own, corpus, asked, seconds)
        except MissingError as error:
            missing[name] = str(error)
        shutil.rmtree(own, ignore_errors=True)
    corpus.unlink()
    first = next(iter(found.values()))
    odd = [one for name, measured in found.items() for one in disagreements(name, measured, first)]
    return report(size, found, missing), odd


async def run(chosen, folder):
    odd = []
    for size in chosen.sizes:
        if chosen.profile:
            name, text = f"profile {size}", await profile_table(folder / "profile", size)
        else:
            name = f"search {size}"
            text, found_odd = await measure_size(size, chosen.engines, folder, chosen.queries, chosen.seconds)
            odd += found_odd
        say(f"\n{text}\n")
        if chosen.write:
            write_block(name, text)
    return odd


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    numbers = lambda text: [int(one) for one in text.split(",")]  # noqa: E731 - for argparse alone
    parser.add_argument("--sizes", type=numbers, default=[10_000, 100_000])
    parser.add_argument("--million", action="store_true", help="measure with 1,000,000 listings too")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(SUBJECTS))
    parser.add_argument("--queries", type=int, default=300, help="queries of each kind")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each kind, at most")
    parser.add_argument(
        "--profile", action="store_true", help="say where the embedded engine's time goes instead"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/reference/speed.md")
    chosen = parser.parse_args()
    chosen.sizes += [1_000_000] * chosen.million
    folder = Path(tempfile.mkdtemp(prefix="hereabouts-search-"))
    folder.chmod(0o755)
    try:
        odd = asyncio.run(run(chosen, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if odd:
        sys.exit(f"These found something else than the embedded engine, and must not: {'; '.join(odd)}.")


if __name__ == "__main__":
    main()
