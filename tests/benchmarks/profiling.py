"""Where the embedded engine's time goes: shares of its modules, whatever they call counted as theirs."""

import cProfile
import pstats
import shutil
from collections import Counter
from pathlib import Path

from tests.benchmarks.corpus import store
from tests.benchmarks.ours import Embedded
from tests.benchmarks.queries import KINDS_OF_QUERY, queries
from tests.benchmarks.tables import ROOT, surroundings, table

_QUERIES = 200
_LEAST = 0.02
"""Shares below this are said together."""
_OURS = str(ROOT / "search") + "/"
_DEEPEST = 12


async def profile_table(folder, size):
    """Build an index and say for each kind of query which modules take which share of the time."""
    folder.mkdir(parents=True)
    corpus = folder / "corpus"
    store(corpus, size)
    subject = Embedded(folder / "index")
    await subject.build(corpus)
    reader = await subject.opening().open()
    rows = []
    for kind in KINDS_OF_QUERY:
        await _ask(reader, kind)
        profiler = cProfile.Profile()
        profiler.enable()
        await _ask(reader, kind)
        profiler.disable()
        rows.append([kind, shares_of(pstats.Stats(profiler).stats)])
    await reader.aclose()
    await subject.aclose()
    shutil.rmtree(folder)
    told = table(["query", "share of the time"], rows)
    return f"{size:,} listings. {surroundings('numpy', 'rapidfuzz')}.\n\n{told}"


async def _ask(reader, kind):
    for query in queries(kind, _QUERIES):
        await reader.search(query)


def shares_of(stats):
    """Modules with their shares, the largest first."""
    spent = Counter()
    for function, (_, _, own, _, callers) in stats.items():
        _credit(spent, stats, function, own, callers, _DEEPEST)
    whole = sum(spent.values())
    told = [(name, part / whole) for name, part in spent.most_common()]
    small = sum(part for _, part in told if part < _LEAST)
    words = [f"{name} {part:.0%}" for name, part in told if part >= _LEAST]
    return ", ".join([*words, f"the rest {small:.0%}"])


def _credit(spent, stats, function, seconds, callers, deepest):
    """Give time to the module of ours that it was spent for."""
    path = function[0]
    if path.startswith(_OURS):
        spent[f"{Path(path).stem}"] += seconds
        return
    total = sum(each[3] for each in callers.values())
    if not total or not deepest:
        spent["asking"] += seconds
        return
    for caller, each in callers.items():
        _credit(spent, stats, caller, seconds * each[3] / total, stats[caller][4], deepest - 1)
