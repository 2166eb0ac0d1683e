"""Real processes of the `marketplace` command, on data directories prepared once."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import psutil
import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "marketplace"]
LISTINGS = 40
READY_SECONDS = 180


def environment(**more):
    """The environment of a command: nothing of ours in it but what the test says."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith("MARKETPLACE_")
    }
    return inherited | more


def run(*arguments, seconds=180, cwd=ROOT, **more):
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**({"MARKETPLACE_PORT": str(free_port())} | more)),
        capture_output=True,
        text=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def assert_plain_sentence(done, *words):
    """A command that failed said why in one line, without a traceback."""
    assert done.returncode != 0
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].endswith((".", "?"))
    assert "Traceback" not in done.stderr + done.stdout
    for word in words:
        assert word in lines[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def living(processes):
    """Those of the processes that have not ended."""

    def lives(process):
        try:
            return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return [process for process in processes if lives(process)]


def words_of(process):
    """The command line of a process; nothing when it has ended meanwhile."""
    try:
        return process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return []


def left_after(processes, seconds=20):
    """Those of the processes that still live after a while."""
    deadline = time.monotonic() + seconds
    while (left := living(processes)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


class Running:
    """A command that goes on until it is stopped."""

    def __init__(self, *arguments, **more):
        self.port = free_port()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [
                *COMMAND,
                *map(str, arguments),
                *(["--port", str(self.port)] if arguments[0] != "worker" else []),
            ],
            cwd=ROOT,
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out, self.err = [], []
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.out), (self.process.stderr, self.err))
        ]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(stream, lines):
        for line in stream:
            lines.append(line.rstrip("\n"))

    def wait_for(self, words, seconds=READY_SECONDS):
        """Wait until a line of its output has these words; return the line."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in list(self.out):
                if words in line:
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        raise AssertionError(f"{words!r} was not said.\n{self.out}\n{self.err}")

    def wait_until_ready(self):
        self.wait_for("ready after")
        return time.monotonic() - self.began

    def get(self, path, **parameters):
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", params=parameters or None, timeout=10)

    def answers(self, path):
        try:
            return self.get(path).status_code == 200
        except httpx.HTTPError:
            return False

    def family(self):
        """It and every process below it."""
        main = psutil.Process(self.process.pid)
        return [main, *main.children(recursive=True)]

    def stop(self, with_signal=signal.SIGTERM, seconds=60):
        """Send a signal; wait until it and all below it are gone. Returns the exit code and who is left."""
        family = self.family() if self.process.poll() is None else []
        self.process.send_signal(with_signal)
        code = self.process.wait(seconds)
        left = left_after(family)
        for reader in self._readers:
            reader.join(2)
        return code, left

    def close(self):
        if self.process.poll() is None:
            self.stop(signal.SIGKILL)
        for reader, stream in zip(self._readers, (self.process.stdout, self.process.stderr), strict=True):
            reader.join(5)
            assert not reader.is_alive(), "something that it started still runs"
            stream.close()


@pytest.fixture
def start():
    """Starts commands, and ends them with the test."""
    running = []

    def begin(*arguments, **more):
        running.append(Running(*arguments, **more))
        return running[-1]

    yield begin
    for each in running:
        each.close()


def share_places(folder, data_dir):
    """Let a data directory use the list of places that the other tests use: building it takes ten seconds."""
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "places").symlink_to(data_dir / "places")
    return folder


@pytest.fixture(scope="session")
def fresh_dir(open_tmp, data_dir):
    """Makes data directories that hold nothing but the list of places."""
    numbers = iter(range(1000))
    return lambda: share_places(open_tmp / f"data-{next(numbers)}", data_dir)


@pytest.fixture(scope="session")
def demo_dir(fresh_dir):
    """A data directory that `demo` has prepared. Tests leave it as they find it."""
    folder = fresh_dir()
    demo = Running("demo", "--data-dir", folder, "--listings", LISTINGS)
    try:
        demo.wait_until_ready()
        code, left = demo.stop()
        assert (code, left) == (0, [])
    finally:
        demo.close()
    return folder


@pytest.fixture(scope="module")
def demo(demo_dir):
    """A running demonstration, shared by tests that do not stop it."""
    running = Running("demo", "--data-dir", demo_dir, MARKETPLACE_LOG_LEVEL="debug")
    running.wait_until_ready()
    yield running
    running.close()
