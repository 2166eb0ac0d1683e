"""However it ends, nothing is left running and nothing is damaged."""

import signal
import threading
import time

import pytest

from marketplace.cli.web_server import WakefulEvent
from tests.cli.conftest import LISTINGS, left_after, words_of


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGHUP])
def test_nothing_is_left_running_and_the_next_start_finds_everything(start, demo_dir, with_signal):
    demo = start("demo", "--data-dir", demo_dir)
    demo.wait_until_ready()
    assert demo.get("/api/search").json()["total"] == LISTINGS
    code, left = demo.stop(with_signal)
    assert left == []
    assert code == (-signal.SIGKILL if with_signal == signal.SIGKILL else 0)
    assert demo.err == []


def test_a_start_right_after_a_kill_finds_everything(start, demo_dir):
    first = start("demo", "--data-dir", demo_dir)
    first.wait_until_ready()
    first.process.kill()
    second = start("demo", "--data-dir", demo_dir)
    second.wait_until_ready()
    assert second.get("/api/search").json()["total"] == LISTINGS


def test_killed_while_it_loads_it_begins_again_and_holds_each_listing_once(start, fresh_dir):
    folder = fresh_dir()
    first = start("demo", "--data-dir", folder, "--listings", 3000)
    first.wait_for("Postcodes and towns: done")
    time.sleep(0.3)
    _, left = first.stop(signal.SIGKILL)
    assert left == []
    assert not (folder / "demo.json").exists()
    second = start("demo", "--data-dir", folder, "--listings", 300)
    second.wait_until_ready()
    assert second.get("/api/search").json()["total"] == 300


@pytest.mark.parametrize("seconds", [0.2, 1.0])
def test_stopped_at_any_moment_of_the_first_start_nothing_is_left(start, fresh_dir, seconds):
    folder = fresh_dir()
    demo = start("demo", "--data-dir", folder, "--listings", 100)
    time.sleep(seconds)
    family = demo.family()
    _, left = demo.stop(signal.SIGTERM)
    assert left == []
    assert left_after(family) == []
    assert demo.process.returncode != 0
    assert demo.err in (["Stopped."], [])
    again = start("demo", "--data-dir", folder, "--listings", 100)
    again.wait_until_ready()
    assert again.get("/api/search").json()["total"] == 100


def test_without_its_database_server_it_ends_and_says_why(start, demo_dir):
    demo = start("demo", "--data-dir", demo_dir)
    demo.wait_until_ready()
    (server,) = [process for process in demo.family() if "-D" in words_of(process)]
    family = demo.family()
    server.send_signal(signal.SIGQUIT)
    assert demo.process.wait(60) == 1
    assert left_after(family) == []
    assert any(line.startswith("PostgreSQL stopped unexpectedly") for line in demo.err)


def test_other_listings_than_there_are_are_told_and_kept(start, demo_dir):
    demo = start("demo", "--data-dir", demo_dir, "--listings", LISTINGS + 1)
    demo.wait_until_ready()
    assert f"holds {LISTINGS} made-up listings for all councils; they are kept" in "\n".join(demo.out)
    assert demo.get("/api/search").json()["total"] == LISTINGS


def test_a_lost_index_is_made_again(start, demo_dir):
    import shutil

    shutil.rmtree(demo_dir / "index")
    (demo_dir / "demo.json").unlink()
    demo = start("demo", "--data-dir", demo_dir)
    demo.wait_until_ready()
    assert demo.get("/api/search").json()["total"] == LISTINGS


def test_a_signal_that_another_thread_takes_ends_the_wait():
    event, began = WakefulEvent(), time.monotonic()
    before = signal.signal(signal.SIGUSR1, lambda *_: event.set())
    rescue = threading.Timer(8, event.set)
    rescue.start()
    taker = threading.Thread(target=take_signal)
    taker.start()
    try:
        event.wait()
    finally:
        rescue.cancel()
        taker.join()
        signal.signal(signal.SIGUSR1, before)
    assert time.monotonic() - began < 6


def take_signal():
    time.sleep(0.2)
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
