"""Meilisearch's own engine as a server on this machine: built with cargo, started, stopped.

From the project's folder, to run tests against it or to ask it by hand:

python -m tests.benchmarks.peers.meilisearch.server
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from urllib.request import urlopen

from tests.benchmarks.subjects import MissingError
from tests.benchmarks.tables import say

CRATE = Path(__file__).parent
_PINNED = tomllib.loads((CRATE / "Cargo.toml").read_text())["dependencies"]["milli-core"]["version"]
VERSION = f"engine milli-core {_PINNED.removeprefix('=')}"
_STOP_SECONDS = 30


def _target():
    """Where cargo builds: some hundred megabytes, outside of the project and kept."""
    cache = os.environ.get("XDG_CACHE_HOME", "").strip() or Path.home() / ".cache"
    return Path(cache) / "hereabouts" / "meilisearch-engine"


def build():
    """The program, built if it is not yet, which takes some minutes. MissingError when it cannot be."""
    cargo = shutil.which("cargo")
    if cargo is None:
        raise MissingError("MEILISEARCH_TEST_URL names no server, and its engine cannot be built: no cargo.")
    say("… building Meilisearch's engine")
    command = [cargo, "build", "--release", "--locked", "--target-dir", str(_target())]
    done = subprocess.run(command, cwd=CRATE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise MissingError(f"Meilisearch's engine cannot be built: {done.stderr.strip().splitlines()[-1]}")
    return _target() / "release" / "meilisearch-engine"


class EngineServer:
    """The engine behind its HTTP front, in a process of its own."""

    def __init__(self, folder):
        """Start it, with its files in a folder. MissingError when it cannot be built."""
        program = build()
        folder.mkdir(parents=True, exist_ok=True)
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([program, folder], stdin=pipe, stdout=pipe, text=True)
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            raise MissingError("Meilisearch's engine does not start.")

    @property
    def process(self):
        return self._process.pid

    def seconds_searching(self):
        """How long searches have been in the engine so far, HTTP and JSON of the front left out."""
        with urlopen(f"{self.url}/stats") as answer:
            return json.load(answer)["secondsSearching"]

    def stop(self):
        """It ends when its input does."""
        self._process.stdin.close()
        self._process.wait(_STOP_SECONDS)
        self._process.stdout.close()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with tempfile.TemporaryDirectory(prefix="hereabouts-meilisearch-") as folder:
        try:
            server = EngineServer(Path(folder))
        except MissingError as error:
            sys.exit(str(error))
        say(f"MEILISEARCH_TEST_URL={server.url}")
        try:
            signal.pause()
        except KeyboardInterrupt:
            say()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
