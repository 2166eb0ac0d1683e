"""The demonstration while it runs."""

import json
import signal
import time

import psutil

from tests.cli.conftest import LISTINGS, assert_plain_sentence, living, run, words_of


def test_the_address_it_prints_answers(demo):
    assert demo.wait_for("ready after").endswith(f"http://127.0.0.1:{demo.port}")
    assert demo.get("/").status_code == 200
    assert demo.get("/healthz").json() == {"status": "ok"}
    assert set(demo.get("/readyz").json().values()) == {"ok"}


def test_it_holds_the_listings_that_were_asked_for(demo):
    assert demo.get("/api/search").json()["total"] == LISTINGS


def test_it_runs_one_web_process_one_worker_and_one_database_server(demo):
    commands = [" ".join(words_of(process)) for process in psutil.Process(demo.process.pid).children()]
    assert sum("marketplace worker" in command for command in commands) == 1
    assert sum("postgres -D" in command for command in commands) == 1
    assert sum("spawn_main" in command or "granian" in command for command in commands) == 1


def test_a_web_process_stays_below_250_megabytes(demo):
    for _ in range(20):
        demo.get("/search", near="BA12 6AA", q="swimming")
        demo.get("/search", near="Melksham", q="gardening")
    for process in demo.family():
        memory = process.memory_full_info()
        assert memory.uss < 250_000_000, words_of(process)


def test_nothing_that_people_look_for_is_logged(demo):
    demo.get("/search", q="bathing with Zebedee", near="BA12 6AA")
    demo.get("/api/search", near="Zebedee", nonsense="Zebedee")
    demo.get("/Zebedee/BA12%206AA", near="BA12 6AA")
    time.sleep(0.2)
    said = "\n".join(demo.err + demo.out)
    assert '"route": "/search"' in said
    assert "Zebedee" not in said
    assert "BA12" not in said


def test_a_second_demonstration_in_the_same_directory_is_told_where_the_first_one_is(demo, demo_dir):
    done = run("demo", "--data-dir", demo_dir)
    assert_plain_sentence(done, f"runs already at http://127.0.0.1:{demo.port}", "--data-dir")


def test_a_taken_port_is_told(demo, fresh_dir):
    assert_plain_sentence(
        run("demo", "--data-dir", fresh_dir(), "--port", demo.port), f"Port {demo.port} is taken"
    )


def test_the_doctor_finds_everything_in_order_while_it_runs(demo, demo_dir):
    deadline = time.monotonic() + 60
    while (done := run("doctor", "--data-dir", demo_dir)).returncode and time.monotonic() < deadline:
        time.sleep(0.5)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{LISTINGS} public of {LISTINGS}" in done.stdout
    assert "worker: it runs" in done.stdout


def test_the_index_is_made_anew_while_it_runs(demo, demo_dir):
    done = run("reindex", "--data-dir", demo_dir)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"it holds {LISTINGS} listings and pools" in done.stdout
    assert demo.get("/api/search").json()["total"] == LISTINGS


def test_a_killed_web_process_is_replaced(demo):
    (web,) = [
        process
        for process in psutil.Process(demo.process.pid).children()
        if "spawn_main" in (words := " ".join(words_of(process))) or "granian" in words
    ]
    web.kill()
    deadline = time.monotonic() + 60
    while not demo.answers("/readyz"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_killed_worker_is_replaced(demo):
    def find():
        return [process for process in demo.family() if "worker" in words_of(process)]

    (old,) = find()
    old.kill()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not [new for new in living(find()) if new.pid != old.pid]:
        time.sleep(0.1)
    assert [new for new in living(find()) if new.pid != old.pid]


def test_no_work_fails_on_what_the_made_up_people_did(demo):
    time.sleep(5)  # timed work is looked for some seconds after the start
    assert [line for line in demo.err if "failed" in line] == []


def test_the_log_is_one_json_object_a_line(demo):
    lines = [line for line in demo.err if line.startswith("{")]
    assert lines
    assert all("request_id" in json.loads(line) for line in lines if '"event": "request"' in line)


def test_ctrl_c_ends_it_with_nothing_left(demo):
    code, left = demo.stop(signal.SIGINT)
    assert (code, left) == (0, [])
