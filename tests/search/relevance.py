# ruff: noqa: T201 - a command that prints
"""Prints how well each engine answers the judged searches: `python -m tests.search.relevance`.

`--record` writes the scores to tests/search/judged/record.csv, which belongs into the commit that changed
them; `--worst 20` lists the searches answered worst; `--search "night sitter"` shows what one of them finds.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from time import perf_counter

from msgspec import Struct

from marketplace.listings.indexing.schemas import IndexRow
from marketplace.places.service import Gazetteer, open_gazetteer
from search.query import SearchQuery
from tests.search.judged import corpus
from tests.search.judged.engines import ENGINES
from tests.search.judged.judging import Corpus, Judged
from tests.search.judged.queries import JUDGED
from tests.search.judged.record import as_record, read_record, write_record
from tests.search.judged.scoring import Score, find_named, query_of, score, summarise


class Exam(Struct, frozen=True):
    """The judged searches, each with the grades of its listings and with what an engine is asked."""

    rows: dict[str, IndexRow]
    tasks: tuple[tuple[Judged, dict[str, int], SearchQuery], ...]


def prepare(gazetteer: Gazetteer, searches: Sequence[Judged] = JUDGED) -> Exam:
    """Judge every listing for every search."""
    rows = corpus.rows(gazetteer)
    judge = Corpus(rows).judge
    tasks = tuple(
        (one, judge(one, find_named(one.place, gazetteer)), query_of(one, gazetteer)) for one in searches
    )
    return Exam({str(row.id): row for row in rows}, tasks)


async def mark(name: str, gazetteer: Gazetteer, exam: Exam) -> list[Score]:
    """The scores of an engine, in the order of the searches."""
    async with ENGINES[name](corpus.documents(gazetteer)) as engine:
        return [await score(engine, judged, grades, query) for judged, grades, query in exam.tasks]


def table(scores: dict[str, list[Score]]) -> Iterator[str]:
    """The scores by engine and group of searches, in Markdown."""
    yield "| searches | number | " + " | ".join(f"{name}: success@5 | NDCG@10" for name in scores) + " |"
    yield "|---|---|" + "---|---|" * len(scores)
    groups = sorted({one.judged.group for marks in scores.values() for one in marks})
    chosen = {group: lambda one, group=group: one.judged.group == group for group in groups}
    chosen |= {
        "tuned on": lambda one: not one.is_held_out,
        "held out": lambda one: one.is_held_out,
        "**all**": bool,
    }
    for label, belongs in chosen.items():
        sums = [summarise(found) for marks in scores.values() if (found := list(filter(belongs, marks)))]
        cells = (f"{one.success:.3f} | {one.gain:.3f}" for one in sums)
        if sums:
            yield f"| {label} | {sums[0].searches} | {' | '.join(cells)} |"


def worst(scores: dict[str, list[Score]], count: int) -> Iterator[str]:
    """The searches answered worst, by engine."""
    for name, marks in scores.items():
        yield f"\n{name}, worst first:"
        for one in sorted(marks, key=lambda one: one.gain)[:count]:
            missed = " " if one.success else "!"
            yield f"{missed} {one.gain:.3f}  {one.judged.group:10} {one.judged.text} ({one.judged.place})"


def details(scores: dict[str, list[Score]], exam: Exam) -> Iterator[str]:
    """What the searches found, with their grades."""
    for name, marks in scores.items():
        for one, (judged, grades, query) in zip(marks, exam.tasks, strict=True):
            yield f"\n{name}: {judged.text} ({judged.place}): NDCG@10 {one.gain:.3f}, asked as {query}"
            for found in one.found:
                row = exam.rows[found]
                tags = ", ".join((*row.support_types, *row.care_groups))
                yield f"  {grades.get(found, 0)}  {row.title} | {row.provider} | {tags}"
            best = sorted(grades.items(), key=lambda item: -item[1])[:5]
            yield "  best: " + "; ".join(f"{grade} {exam.rows[id_].title}" for id_, grade in best)


async def run(options: argparse.Namespace, gazetteer: Gazetteer) -> None:
    """Mark the engines and print what was asked for."""
    begun = perf_counter()
    searches = [one for one in JUDGED if options.search in (None, one.text)]
    exam = prepare(gazetteer, searches)
    print(f"{len(exam.rows)} listings and {len(searches)} searches in {perf_counter() - begun:.1f} s")
    scores = {}
    for name in options.engine or ENGINES:
        begun = perf_counter()
        scores[name] = await mark(name, gazetteer, exam)
        print(f"{name}: {perf_counter() - begun:.1f} s")
    if options.search:
        print(*details(scores, exam), sep="\n")
        return
    print(*table(scores), sep="\n")
    print(*worst(scores, options.worst), sep="\n")
    if options.record:
        kept = {key: marks for key, marks in read_record().items() if key[0] not in scores}
        write_record(as_record(scores) | {key: kept[key] for key in kept if key[0] in ENGINES})


def main() -> None:
    """Read the command line."""
    from tests.conftest import places_folder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", action="append", choices=list(ENGINES))
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--worst", type=int, default=20)
    parser.add_argument("--search", choices=[one.text for one in JUDGED], metavar="TEXT")
    asyncio.run(run(parser.parse_args(), open_gazetteer(places_folder())))


if __name__ == "__main__":
    main()
