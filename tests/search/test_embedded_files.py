"""The index directory: one writer, many readers, kills, damage, merging."""

import asyncio
import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.engine import SearchError
from search.engines.embedded import snapshot as snapshot_module
from search.engines.embedded import writer as writer_module
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.manifest import CURRENT, Manifest, write_manifest
from tests.search.contract import ask, document, found, gone, numbers, put, versions
from tests.search.processes import BATCH, batch
from tests.search.strategies import SCHEMA
from tests.search.test_embedded import opened

ROOT = Path(__file__).parents[2]


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "index"


@pytest.fixture
async def engine(directory):
    async with opened(directory, writer=True) as engine:
        await engine.ensure(SCHEMA)
        yield engine


def start(what, directory):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.search.processes", what, str(directory)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def stop(process):
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def segment_files(directory):
    return sorted(path.name for path in directory.glob("*.segment"))


# -- one writer, many readers ----------------------------------------------------------------------


async def test_a_second_writer_is_told_plainly(engine, directory):
    with pytest.raises(SearchError, match=f"written by another process \\(number {os.getpid()}\\)"):
        EmbeddedEngine(directory, writer=True)


async def test_the_next_writer_may_write_when_the_first_has_closed(directory):
    for version in (1, 2):
        async with opened(directory, writer=True) as engine:
            await engine.ensure(SCHEMA)
            await engine.apply([put(document(1, version=version))])
    async with opened(directory, writer=False) as engine:
        assert await versions(engine) == {document(1).id: 2}


async def test_a_reader_may_not_write(engine, directory):
    async with opened(directory, writer=False) as reader:
        for write in (reader.ensure(SCHEMA), reader.apply([gone(1, 1)]), reader.rebuild()):
            with pytest.raises(SearchError, match="reading only"):
                await write


async def test_a_reader_without_an_index_says_so_and_finds_it_once_it_is_there(directory):
    async with opened(directory, writer=False) as reader:
        with pytest.raises(SearchError, match="no search index"):
            await reader.search(ask())
        async with opened(directory, writer=True) as engine:
            with pytest.raises(SearchError, match="no search index"):
                await engine.apply([put(document(1))])
            await engine.ensure(SCHEMA)
            await engine.apply([put(document(1))])
            assert await found(reader) == {1}


async def test_a_reader_keeps_its_state_while_the_writer_takes_the_files_away(engine, directory):
    await engine.apply([put(document(i, "old")) for i in range(1, 30)])
    async with opened(directory, writer=False) as reader:
        view = reader._view()
        rebuild = await engine.rebuild()
        await rebuild.add([document(100, "new")])
        await rebuild.publish()
        assert not set(view.segments) & set(segment_files(directory))
        assert view.evaluator.search(ask("old"), 0).total == 29
        assert await found(reader) == {100}


async def test_another_process_finds_what_apply_returned_from(engine, directory):
    process = start("reader", directory)
    try:
        assert process.stdout.readline() == "ready\n"
        for number in range(1, 8):
            await engine.apply([put(one) for one in batch(number)])
            process.stdin.write("search\n")
            process.stdin.flush()
            assert process.stdout.readline().split() == [str(number)] * BATCH
    finally:
        stop(process)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["writer", "rebuilder"])
async def test_readers_see_whole_states_only_while_another_process_swaps(directory, what):
    process = start(what, directory)
    try:
        assert process.stdout.readline() == "from 0\n"
        assert process.stdout.readline() == "1\n"
        async with opened(directory, writer=False) as reader:
            last, seen, end = 0, set(), time.monotonic() + 3
            while time.monotonic() < end:
                page = await reader.search(ask("club", limit=2 * BATCH))
                (version,) = {hit.version for hit in page.hits}
                assert len(page.hits) == BATCH
                assert version >= last
                last = version
                seen.add(version)
        assert len(seen) > 10
    finally:
        stop(process)


async def test_a_reader_begins_again_when_a_writer_takes_away_what_it_was_about_to_open(
    engine, directory, monkeypatch
):
    await engine.apply([put(document(1))])
    opening, attempts = snapshot_module.make_view, []

    def too_late(*given, **named):
        attempts.append(1)
        if len(attempts) < 3:
            raise FileNotFoundError
        return opening(*given, **named)

    async with opened(directory, writer=False) as reader:
        monkeypatch.setattr(snapshot_module, "make_view", too_late)
        assert await found(reader) == {1}
    assert len(attempts) == 3


# -- kill -9 ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("what", ["writer", "rebuilder"])
async def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_state(directory, what):
    chance = random.Random(20261122)
    said = 0
    for _ in range(8):
        process = start(what, directory)
        try:
            before = int(process.stdout.readline().removeprefix("from "))
            assert before >= said
            await asyncio.sleep(chance.uniform(0.0, 0.25))
            process.send_signal(signal.SIGKILL)
            lines = process.stdout.read().split()
        finally:
            stop(process)
        said = int(lines[-1]) if lines else before
        async with opened(directory, writer=False) as reader:
            present = set((await versions(reader)).values())
            assert present in ({said}, {said + 1}) or said == 0
            if present:
                assert (await reader.search(ask("club"))).total == BATCH
    async with opened(directory, writer=True) as engine:
        assert set(segment_files(directory)) == set(engine._view().segments)
        assert not list(directory.glob("*.new"))
        await engine.apply([put(document(999, "after"))])
        assert await found(engine, "after") == {999}


async def test_leftovers_are_removed_and_foreign_files_are_not(directory):
    async with opened(directory, writer=True) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(1))])
    (directory / ("0" * 32 + ".segment")).write_bytes(b"half a segment")
    (directory / (CURRENT + ".new")).write_bytes(b"half a manifest")
    (directory / "notes.txt").write_text("mine")
    async with opened(directory, writer=True) as engine:
        assert await found(engine) == {1}
        assert len(segment_files(directory)) == 1
    assert {path.name for path in directory.iterdir()} == {
        *segment_files(directory),
        CURRENT,
        "lock",
        "notes.txt",
    }


# -- damage ----------------------------------------------------------------------------------------


def _cut_short(directory):
    path = directory / segment_files(directory)[0]
    path.write_bytes(path.read_bytes()[:-100])


def _flip_a_bit(directory):
    path = directory / segment_files(directory)[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def _other_magic(directory):
    path = directory / segment_files(directory)[0]
    path.write_bytes(b"HEREIDX0" + path.read_bytes()[8:])


def _empty_segment(directory):
    (directory / segment_files(directory)[0]).write_bytes(b"")


def _remove_segment(directory):
    (directory / segment_files(directory)[0]).unlink()


def _foreign_current(directory):
    (directory / CURRENT).write_text("somebody else's file\n")


def _empty_current(directory):
    (directory / CURRENT).write_bytes(b"")


def _older_format(directory):
    write_manifest(directory, Manifest(format=0, schema=SCHEMA))


@pytest.mark.parametrize(
    "damage",
    [_cut_short, _flip_a_bit, _other_magic, _empty_segment, _remove_segment,
     _foreign_current, _empty_current, _older_format],
)  # fmt: skip
async def test_a_damaged_index_is_refused_plainly_and_mended_by_a_rebuild(directory, damage):
    async with opened(directory, writer=True) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(i, "club " * 50)) for i in range(1, 50)])
    damage(directory)
    async with opened(directory, writer=False) as reader:
        with pytest.raises(SearchError, match=r"reindex|[Bb]uild it anew"):
            await reader.search(ask())
        async with opened(directory, writer=True) as engine:
            await engine.ensure(SCHEMA)
            with pytest.raises(SearchError, match="reindex"):
                await engine.apply([put(document(1, version=2))])
            rebuild = await engine.rebuild()
            await rebuild.add([document(7, "mended")])
            await rebuild.publish()
            assert await found(engine) == {7}
        assert await found(reader) == {7}


async def test_a_full_disk_is_told_plainly_and_leaves_the_state_as_it_was(engine, directory, monkeypatch):
    await engine.apply([put(document(1))])

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for name in ("write_columns", "write_manifest"):
        with monkeypatch.context() as patched:
            patched.setattr(writer_module, name, full)
            with pytest.raises(SearchError, match="No space left"):
                await engine.apply([put(document(2))])
        assert await found(engine) == {1}
        assert set(segment_files(directory)) == set(engine._view().segments)
    await engine.apply([put(document(2))])
    assert await found(engine) == {1, 2}


async def test_a_directory_that_cannot_be_made_is_told_plainly(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchError, match="cannot be written"):
        EmbeddedEngine(tmp_path / "file" / "index", writer=True)


# -- merging ---------------------------------------------------------------------------------------


async def test_many_changes_are_merged_into_one_segment(directory):
    async with opened(directory, writer=True, compact_at=50) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(i, f"word{i} club")) for i in range(1, 201)])
        for value in range(1, 101):
            await engine.apply([put(document(value, "changed", version=2)), gone(value + 100, 2)])
        await engine.settle()
        await engine.apply([gone(999, 1)])
        await engine.settle()
        view = engine._view()
        assert sum(segment.rows for segment in view.segments.values()) < 200
        assert len(segment_files(directory)) == len(view.segments) <= 3
        assert await found(engine, limit=300) == set(range(1, 101))
        assert await found(engine, "changed", limit=300) == set(range(1, 101))
        assert await found(engine, "word150", prefix=False) == set()
        await engine.apply([put(document(150, "late", version=1))])
        assert await found(engine, "late") == set()


async def test_a_word_that_only_deleted_documents_held_is_not_known(directory):
    async with opened(directory, writer=True, compact_at=8) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(10, "garden")), *(put(document(i, "gardwn")) for i in range(1, 7))])
        assert await found(engine, "gardwn", prefix=False) == set(range(1, 7))
        await engine.apply([gone(i, 2) for i in range(1, 7)])
        assert len(engine._view().segments) == 2
        assert await found(engine, "gardwn", prefix=False) == {10}


async def test_no_file_holds_the_words_of_deleted_documents_after_a_purge(directory):
    async with opened(directory, writer=True, compact_at=8) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(10, "garden")), *(put(document(i, "zqword")) for i in range(1, 9))])
        await engine.settle()
        await engine.apply([*(gone(i, 2) for i in range(1, 6)), put(document(6, "changed", version=2))])
        await engine.apply([gone(7, 2), gone(8, 2)])

        def holds_it(path):
            try:
                return b"zqword" in path.read_bytes().lower()
            except FileNotFoundError:  # the writer put it in the place of another just now
                return False

        def files_with_it():
            return [path for path in directory.iterdir() if holds_it(path)]

        assert files_with_it()
        await engine.purge()
        assert not files_with_it()
        assert await found(engine) == {6, 10}
        before = segment_files(directory)
        await engine.purge()
        assert segment_files(directory) == before, "nothing to do"
        await engine.apply([put(document(7, "late", version=1))])
        assert await found(engine, "late") == set(), "the deletion is remembered"


async def test_changes_that_come_during_a_purge_are_not_lost(directory, monkeypatch):
    merging = writer_module.merge_segments
    async with opened(directory, writer=True, compact_at=10) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(i, "old")) for i in range(1, 41)])
        await engine.settle()
        await engine.apply([gone(1, 2)])

        def slow_merge(parts):
            time.sleep(0.3)
            return merging(parts)

        monkeypatch.setattr(writer_module, "merge_segments", slow_merge)
        purging = asyncio.create_task(engine.purge())
        await asyncio.sleep(0.1)
        await engine.apply([gone(2, 2), put(document(50, "new"))])
        await purging
        assert await found(engine, limit=50) == {*range(3, 41), 50}
        assert await found(engine, "new") == {50}


async def test_changes_during_a_merge_are_not_lost(directory, monkeypatch):
    merging = writer_module.merge_segments
    async with opened(directory, writer=True, compact_at=10) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(i, "old")) for i in range(1, 41)])

        def slow_merge(parts):
            if len(parts) > 1 and sum(part.documents for part in parts) > 20:
                time.sleep(0.3)
            return merging(parts)

        monkeypatch.setattr(writer_module, "merge_segments", slow_merge)
        await engine.apply([put(document(i, "old")) for i in range(41, 52)])
        assert engine._writer._compaction.is_alive()
        await engine.apply([put(document(1, "new", version=2)), gone(2, 2), put(document(60, "new"))])
        await engine.apply([put(document(60, "newer", version=2))])
        await engine.settle()
        assert await found(engine, "new", prefix=False) == {1}
        assert await found(engine, "newer") == {60}
        assert await found(engine, limit=100) == {*range(1, 52), 60} - {2}
        await engine.apply([put(document(2, "late"))])
        assert 2 not in await found(engine, limit=100)


async def test_a_failed_merge_is_told_to_the_operator_and_loses_nothing(directory, monkeypatch, caplog):
    async with opened(directory, writer=True, compact_at=5) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(i)) for i in range(1, 10)])

        def broken(_):
            raise RuntimeError("broken")

        monkeypatch.setattr(writer_module, "merge_segments", broken)
        await engine.apply([put(document(i)) for i in range(10, 20)])
        await engine.settle()
        assert "could not be compacted" in caplog.text
        assert await found(engine, limit=50) == set(range(1, 20))


async def test_a_rebuild_during_a_merge_wins(directory, monkeypatch):
    merging = writer_module.merge_segments
    async with opened(directory, writer=True, compact_at=10) as engine:
        await engine.ensure(SCHEMA)
        await engine.apply([put(document(i)) for i in range(1, 41)])

        def slow_merge(parts):
            time.sleep(0.3)
            return merging(parts)

        monkeypatch.setattr(writer_module, "merge_segments", slow_merge)
        await engine.apply([put(document(i)) for i in range(41, 60)])
        rebuild = await engine.rebuild()
        await rebuild.add([document(100)])
        await rebuild.publish()
        await engine.settle()
        assert await found(engine) == {100}
        assert set(segment_files(directory)) == set(engine._view().segments)


@pytest.mark.parametrize("merged", [True, False])
async def test_a_rebuild_remembers_a_deletion_only_while_it_holds(directory, monkeypatch, merged):
    async with opened(directory, writer=True, compact_at=1) as engine:
        if not merged:
            monkeypatch.setattr(engine._writer, "_compact_if_due", lambda: None)
        await engine.ensure(SCHEMA)
        for change in (gone(1, 3), put(document(1, version=6)), gone(2, 3)):
            await engine.apply([change])
            await engine.settle()
        rebuild = await engine.rebuild()
        await rebuild.publish()
        await engine.apply([put(document(1, version=1)), put(document(2, version=1))])
        assert await found(engine) == {1}


# -- order and pages at size -----------------------------------------------------------------------


async def test_even_hits_are_in_the_order_of_ids_wherever_the_cut_falls(engine):
    values = list(range(1, 601))
    random.Random(3).shuffle(values)
    await engine.apply([put(document(value, "same words")) for value in values])
    for text in ("", "same", "same words"):
        for offset, limit in ((0, 20), (0, 200), (190, 20), (250, 50), (590, 20)):
            page = await engine.search(ask(text, offset=offset, limit=limit))
            assert numbers(page) == list(range(offset + 1, min(offset + limit, 600) + 1))


async def test_pages_of_the_best_lose_and_repeat_nothing_beyond_the_second_look(engine):
    chance = random.Random(5)
    words = ("club", "walk", "tea", "home", "care", "music")
    await engine.apply(
        [
            put(
                document(
                    value, " ".join(chance.choices(words, k=4)), text=" ".join(chance.choices(words, k=20))
                )
            )
            for value in range(1, 501)
        ]
    )
    whole = numbers(await engine.search(ask("home care", limit=1_000)))
    for size in (7, 20, 199, 201):
        paged = []
        for offset in range(0, len(whole) + size, size):
            paged += numbers(await engine.search(ask("home care", offset=offset, limit=size)))
        assert paged == whole
    assert len(set(whole)) == len(whole)


async def test_searches_go_on_while_changes_are_written(engine):
    await engine.apply([put(one) for one in batch(1)])

    async def keep_searching():
        for _ in range(100):
            assert (await engine.search(ask("club"))).total == BATCH
            await asyncio.sleep(0)

    async def keep_writing():
        for number in range(2, 12):
            await engine.apply([put(one) for one in batch(number)])

    await asyncio.gather(keep_searching(), keep_writing())
