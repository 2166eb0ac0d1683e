"""How fast, how big and how right the gazetteer is: prints tables. Run from the project's folder:

python tests/benchmarks/places.py [data directory]
"""

import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from marketplace.places.rules import distance_miles  # noqa: E402 - the project's folder comes first
from marketplace.places.service import find_council, open_gazetteer  # noqa: E402 - as above
from search.documents import Point  # noqa: E402 - as above

COLUMNS = ("postcode", "lat", "lon", "lad")
SHARED = ROOT.parent / "shared" / "data" / "postcodes_england_2025-05.parquet"
QUESTIONS = {
    "postcode": "ba126aa",
    "postcode, O for 0": "SW1A IAA",
    "postcode not known": "BA12 9ZZ",
    "sector": "SN12 6",
    "district": "SN12",
    "town": "Melksham",
    "town and county": "mere wiltshire",
    "ambiguous town": "newport",
    "large area": "Devon",
    "address": "12 High Street, Melksham, Wiltshire, SN12 6AA",
    "misspelt town": "melkshm",
    "unknown": "xyzzy plugh",
    "point": "51.37, -2.14",
    "point far from any postcode": "57.83, -4.60",
    "point abroad": "53.35, -6.26",
    "10,000 letters": "a, b " * 2_000,
    "10,000 letters, one name": "melksham" * 1_250,
    "words upon words": "st on the in " * 20,
}


def say(line):
    sys.stdout.write(f"{line}\n")


def rss_mb():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(action, times=300):
    action()
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        action()
        spent.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(spent), sorted(spent)[int(times * 0.99)]


def main():
    import numpy as np

    from marketplace.places.gazetteer.pack import ensure_pack

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="places-"))
    begin = time.perf_counter()
    pack = ensure_pack(folder)
    say(f"build                {time.perf_counter() - begin:8.1f} s")
    say(f"on disk              {sum(f.stat().st_size for f in pack.iterdir()) / 1e6:8.1f} MB")
    before = rss_mb()
    begin = time.perf_counter()
    gazetteer = open_gazetteer(folder)
    say(f"open                 {(time.perf_counter() - begin) * 1e3:8.1f} ms")
    opened = rss_mb()
    facts = gazetteer.facts
    say(
        f"holds {facts.postcodes:,} postcodes, {facts.districts:,} districts, {facts.towns:,} towns, "
        f"from {facts.sources}"
    )

    say(f"\n{'look-up':30} {'median ms':>10} {'p99 ms':>8}")
    for name, question in QUESTIONS.items():
        median, worst = measure(lambda question=question: gazetteer.find_place(question))
        say(f"{name:30} {median:10.3f} {worst:8.3f}")
    others = {
        "suggest 'mel'": lambda: gazetteer.suggest_places("mel"),
        "suggest 's'": lambda: gazetteer.suggest_places("s"),
        "towns within 60 miles": lambda: gazetteer.towns_within(50.9, -3.0, 51.8, -1.4, 30),
        "nearest towns": lambda: gazetteer.nearest_towns(51.37, -2.14, 3),
        "settlements, 20 miles": lambda: gazetteer.settlement_cells(51.1, -2.6, 51.7, -1.7),
        "settlements, all": lambda: gazetteer.settlement_cells(49, -9, 61, 2),
    }
    for name, action in others.items():
        median, worst = measure(action, 50)
        say(f"{name:30} {median:10.3f} {worst:8.3f}")

    used = rss_mb()
    sample = gazetteer.postcodes_of()
    picked = np.random.default_rng(1).integers(0, len(sample), 20_000).tolist()
    names = [sample.postcode(index) for index in picked]
    del sample
    sampled = rss_mb()
    begin = time.perf_counter()
    assert all(gazetteer.find_place(name).label == name for name in names)
    say(f"\n20,000 random postcodes {(time.perf_counter() - begin) / 20:.3f} ms each")
    say(f"RSS: opening adds {opened - before:.1f} MB, the look-ups of the table {used - opened:.1f} MB,")
    say(f"     drawing from all postcodes {sampled - used:.1f} MB (seed only),")
    say(f"     20,000 random postcodes {rss_mb() - sampled:.1f} MB; all but the first is mapped and shared")
    if SHARED.exists():
        compare(gazetteer, np)
    else:
        say(f"\n{SHARED} is not there: accuracy not measured")
    if len(sys.argv) == 1:
        shutil.rmtree(folder)


def compare(gazetteer, np):
    """Compare with the ONS directory of May 2025 for England, which gives latitudes and longitudes."""
    try:
        from pyarrow import parquet
    except ImportError:
        say("\npyarrow is not installed: accuracy not measured")
        return
    columns = parquet.read_table(SHARED).to_pydict()
    metres, others, unknown = [], 0, 0
    for postcode, latitude, longitude, council in zip(*(columns[name] for name in COLUMNS), strict=True):
        place = gazetteer.find_place(postcode)
        if getattr(place, "kind", None) != "postcode":
            unknown += 1
            continue
        here, there = Point(place.latitude, place.longitude), Point(latitude, longitude)
        metres.append((distance_miles(here, there) * 1609.344, postcode))
        others += find_council(council) is None or find_council(council).code != place.council_code
    distances = np.array([distance for distance, _postcode in metres])
    say(f"\naccuracy against {len(metres) + unknown:,} postcodes in use in May 2025 (England):")
    say(f"  median {np.median(distances):.2f} m, 99th percentile {np.quantile(distances, 0.99):.2f} m,")
    say(
        f"  99.9th {np.quantile(distances, 0.999):.1f} m, largest {max(metres)[0]:,.0f} m ({max(metres)[1]}),"
    )
    say(f"  more than 10 m {int((distances > 10).sum()):,}, more than 100 m {int((distances > 100).sum()):,}")
    say(f"  not known {unknown:,}; another council {others:,}")


if __name__ == "__main__":
    main()
