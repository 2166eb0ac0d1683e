"""How long access of all England takes, and how much memory. From the project's folder:

python -m tests.benchmarks.access [--listings 100000] [--folder FOLDER] [--shared ../shared]

Made-up listings are loaded into a database of its own, which `--folder` keeps for the next time. Then one
process works out access for the 6,856 official small areas (middle super output areas, whose shapes and
census are in the shared folder), and another one for the built-in areas, from the database and back into it;
it also times one council and what-if. Each process says the most memory it had.
"""

import argparse
import asyncio
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from marketplace.gaps.areas import service as areas
from marketplace.gaps.runs import rules, service
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply import service as supply
from marketplace.gaps.supply.nation import service as nation
from marketplace.gaps.supply.rules import GROUPS, make_terrain
from marketplace.gaps.what_if import service as what_if
from marketplace.gaps.what_if.schemas import Addition, Asked
from marketplace.kernel.database import DB, connection, open_pool
from marketplace.kernel.migrations import migrate
from marketplace.kernel.postgres import EmbeddedPostgres
from marketplace.places.service import open_gazetteer
from seed.load import load_demonstration
from tests.benchmarks.tables import ROOT, say, surroundings, table

TIMES = 5
_RATES = (0.18, 0.012, 0.004, 0.008, 0.03, 0.05, 0.03, 0.08, 0.02)
"""People of each care group for one inhabitant, of the right size: what they are matters nothing here."""
_ASKED = Asked(group=GapGroup.DEMENTIA, unit=Unit.HOURS)


def read_middles(path):
    """The middle of each official small area: the mean of the corners of its shape, by code."""
    topology = json.loads(path.read_text())
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    (shapes,) = topology["objects"].values()
    middles = {}
    for shape in shapes["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        corners = [arcs[max(at, ~at)] for polygon in polygons for ring in polygon for at in ring]
        middles[shape["properties"]["msoa21_code"]] = np.concatenate(corners).mean(axis=0)
    return middles


def official_areas(shared, gazetteer):
    """Terrain and need of the official small areas, with the part of each postcode district in them."""
    from scipy.spatial import cKDTree

    middles = read_middles(shared / "data" / "msoa21_england.topo.json")
    with (shared / "data" / "census2021_msoa_england_demand.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["utla23_code"], row["msoa21_code"]))
    points = np.array([middles[row["msoa21_code"]] for row in rows])
    sample = gazetteer.postcodes_of(None)
    england = np.isin(
        sample.councils,
        [at for at, code in enumerate(sample.council_codes) if code.startswith("E")],
    )
    there = np.column_stack([sample.longitudes[england] * 0.62, sample.latitudes[england]])
    _, nearest = cKDTree(points * (0.62, 1)).query(there)
    pairs, counts = np.unique(
        np.column_stack([nearest, sample.districts[england]]), axis=0, return_counts=True
    )
    totals = np.bincount(nearest, minlength=len(rows))
    districts = [
        (sample.district_names[district], int(area), count / totals[area])
        for (area, district), count in zip(pairs.tolist(), counts.tolist(), strict=True)
    ]
    terrain = make_terrain(points[:, 1], points[:, 0], [row["utla23_code"] for row in rows], districts, {})
    return terrain, np.outer([float(row["population"]) for row in rows], _RATES)


def timed(function, *arguments):
    """What a function gives, and the seconds it took."""
    began = time.perf_counter()
    found = function(*arguments)
    return found, time.perf_counter() - began


async def waited(make, times=1):
    """What a coroutine gives, and the median of the seconds that it took."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        found = await make()
        spent.append(time.perf_counter() - began)
    return found, statistics.median(spent)


async def measure_official(shared, folder):
    """All England by the official areas."""
    terrain, people = official_areas(shared, open_gazetteer(folder))
    columns, reading = await waited(supply.list_columns)
    began = time.process_time()
    found, measuring = timed(rules.measure_supply, columns, terrain, people)
    busy = time.process_time() - began
    return {
        "areas": len(terrain),
        "listings": found.listings,
        "read": reading,
        "measure": measuring,
        "busy": busy,
        "mean": float(found.amounts[:, 0, 0, GROUPS.index(GapGroup.DEMENTIA)].mean()),
    }


async def measure_built_in(folder):
    """All England by the built-in areas, as a worker does it; then one council, and what-if."""
    _, building = await waited(lambda: areas.build_areas(open_gazetteer(folder)))
    async with connection() as raw:
        await raw.execute("DELETE FROM gap_run")
    run, first = await waited(service.compute_run)
    async with connection() as raw:
        await raw.execute("UPDATE gap_run SET mark = ''")
    _, again = await waited(service.compute_run)
    async with connection() as raw:
        council = await raw.fetchval(
            """SELECT council_code FROM service WHERE council_code LIKE 'E%'
            GROUP BY council_code ORDER BY count(*) DESC LIMIT 1"""
        )
        size = await raw.fetchval(
            "SELECT pg_total_relation_size('gap_access') + pg_total_relation_size('gap_council')"
        )
    _, cold = await waited(nation.read_nation)
    reach, one = await waited(lambda: supply.read_reach(council), TIMES)
    access, reading = await waited(lambda: service.read_access(council), TIMES)
    place = reach.area_codes[len(reach.area_codes) // 2]
    addition = Addition(amount=10, area_code=place, miles=5)
    _, figures = await waited(lambda: supply.read_reach(council, with_listings=False), TIMES)
    _, adding = await waited(lambda: what_if.add(council, addition, _ASKED), TIMES)
    _, closing = await waited(lambda: what_if.close(council, reach.listings[0].id, _ASKED), TIMES)
    _, suggesting = await waited(lambda: what_if.suggest(council, _ASKED, amount=10, miles=5, most=5), TIMES)
    return {
        "areas": run.areas, "listings": run.listings, "build": building, "first": first, "again": again,
        "council": council, "council_areas": len(access.area_codes), "council_listings": len(reach.listings),
        "cold": cold, "one": one, "figures": figures, "reading": reading,
        "add": adding, "close": closing, "suggest": suggesting,
        "size": size,
    }  # fmt: skip


async def child(what, url, folder, shared):
    """One measurement, in a process of its own."""
    DB.point_at(url)
    async with open_pool(max_size=2):
        found = await (measure_official(shared, folder) if what == "official" else measure_built_in(folder))
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found))


def in_process(what, url, asked):
    """Run a measurement in a process of its own."""
    command = [
        sys.executable, "-m", "tests.benchmarks.access", "--child", what, "--url", url,
        "--folder", str(asked.folder), "--shared", str(asked.shared),
    ]  # fmt: skip
    # As the command does for all that it starts.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


async def fill(url, folder, count):
    """Load so many listings, unless they are there."""
    DB.point_at(url)
    async with open_pool(max_size=4):
        await migrate()
        async with connection() as raw:
            there = await raw.fetchval("SELECT count(*) FROM service")
        if there != count:
            await load_demonstration(open_gazetteer(folder), listings=count)


def report(official, built_in):
    """Both as tables."""
    say(f"{surroundings('numpy')}\n")
    rows = [
        ("access of all England, low and high with it", f"{official['measure']:.2f} s"),
        ("of that the processors worked, both together", f"{official['busy']:.2f} s"),
        ("reading the listings for it", f"{official['read']:.2f} s"),
        ("most memory of the process", f"{official['megabytes']:,.0f} MB"),
    ]
    say(table([f"{official['areas']:,} official areas, {official['listings']:,} listings", ""], rows))
    say()
    rows = [
        ("making the areas, once", f"{built_in['build']:.2f} s"),
        ("a first run: read, work out, write all", f"{built_in['first']:.2f} s"),
        ("a run after which nothing is to be written", f"{built_in['again']:.2f} s"),
        ("most memory of the process", f"{built_in['megabytes']:,.0f} MB"),
        ("figures on disk", f"{built_in['size'] / 1e6:,.0f} MB"),
    ]
    say(table([f"{built_in['areas']:,} built-in areas, {built_in['listings']:,} listings", ""], rows))
    say()
    head = (
        f"{built_in['council']}: {built_in['council_areas']} areas, "
        f"{built_in['council_listings']:,} listings reach it"
    )
    rows = [
        ("its access, from the listings as they are now", f"{built_in['figures'] * 1000:.0f} ms"),
        ("the same with all that pages say of the listings", f"{built_in['one'] * 1000:.0f} ms"),
        ("its kept figures", f"{built_in['reading'] * 1000:.1f} ms"),
        ("what if something is added", f"{built_in['add'] * 1000:.0f} ms"),
        ("what if something closes", f"{built_in['close'] * 1000:.0f} ms"),
        ("five best additions", f"{built_in['suggest'] * 1000:.0f} ms"),
    ]
    say(table([head, ""], rows))


def main():
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        asyncio.run(child(asked.child, asked.url, asked.folder, asked.shared))
        return
    with tempfile.TemporaryDirectory(prefix="hereabouts-access-") as made:
        asked.folder = asked.folder or Path(made)
        asked.folder.mkdir(parents=True, exist_ok=True)
        asked.folder.chmod(0o755)
        with EmbeddedPostgres(asked.folder) as server:
            asyncio.run(fill(server.url(), asked.folder, asked.listings))
            report(in_process("official", server.url(), asked), in_process("built_in", server.url(), asked))


if __name__ == "__main__":
    main()
