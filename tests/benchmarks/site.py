"""The site as it is run: `marketplace serve` with its worker, on made-up listings, in its own processes."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.benchmarks.measuring import memory_megabytes
from tests.benchmarks.tables import ROOT

READY_SECONDS = 60.0


class Site:
    """A running site. What it logs is kept, for it says how long each answer took."""

    def __init__(self, data_dir, *, workers):
        self.port = _free_port()
        self._log_path = Path(data_dir) / f"log-{workers}"
        self._environment = {
            **os.environ, "MARKETPLACE_WORKERS": str(workers), "MARKETPLACE_LOG_LEVEL": "info",
            "MARKETPLACE_DATA_DIR": str(data_dir), "MARKETPLACE_PORT": str(self.port),
        }  # fmt: skip
        for name in ("DATABASE_URL", "MEILISEARCH_URL"):
            self._environment.pop(name, None)
        self._process = None

    def __enter__(self):
        command = [sys.executable, "-m", "marketplace", "serve", "--with-worker"]
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"The site did not start: {self._log_path.read_text()[-2000:]}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()

    def _is_ready(self):
        with contextlib.suppress(OSError):
            return b"ok" in self.get("/readyz")
        return False

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read()

    def server_times(self, route, *, since=0):
        """Milliseconds that each answer to a route took, as logged after so many bytes of log."""
        found = []
        with self._log_path.open("rb") as log:
            log.seek(since)
            for line in log:
                with contextlib.suppress(ValueError):
                    event = json.loads(line)
                    if event.get("event") == "request" and event.get("route") == route:
                        found.append(event["milliseconds"])
        return found

    def log_bytes(self):
        return self._log_path.stat().st_size

    def memory(self):
        """Private and mapped megabytes of the largest web process."""
        own = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                words = (folder / "cmdline").read_bytes()
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self._process.pid and b"worker-" in words:
                    own.append(memory_megabytes(folder.name))
        return max(own, default=(0.0, 0.0))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def prepare(data_dir, listings):
    """Load made-up listings and index them."""
    command = [sys.executable, "-m", "marketplace", "seed", "--listings", str(listings)]
    environment = {**os.environ, "MARKETPLACE_DATA_DIR": str(data_dir)}
    environment.pop("DATABASE_URL", None)
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
