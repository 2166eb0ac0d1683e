"""An embedded PostgreSQL: a child of the one process that owns it, which ends when that process does.

The owner holds a lock on the data directory for as long as it lives. Other processes attach to the live
server.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from marketplace.kernel import launcher, postgres_files, postmaster, processes
from marketplace.kernel.errors import OperatorError

DATABASE = "postgres"
USER = "hereabouts"
START_SECONDS = 30.0
STOP_SECONDS = 20.0
LOCK_TRIES = 5
LOCK_WAIT_SECONDS = 0.05

INITDB_OPTIONS = (
    f"--username={USER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
    "jit": "off",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "io_method": "sync",
    # One load of demonstration data or of a council's spreadsheet is hundreds of megabytes of log at once.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "log_statement": "none",
    "log_checkpoints": "off",
    "log_min_duration_statement": "-1",
    # Statements and their errors hold what people typed; they stay out of the log even when they fail.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
TEST_SETTINGS: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def database_url(socket_folder: Path, database: str = DATABASE) -> str:
    """Address of a database of a server that listens in `socket_folder`."""
    return f"postgresql://{USER}@/{database}?host={quote(str(socket_folder))}"


class EmbeddedPostgres:
    """The server of one data directory. Start it from the main thread: Linux ties a child to the thread."""

    def __init__(
        self,
        data_dir: Path,
        *,
        programs: Path | None = None,
        settings: Mapping[str, str] | None = None,
        mechanism: str = "kernel" if sys.platform == "linux" else "pipe",
    ) -> None:
        """`programs` is a folder with `initdb` and `postgres`; `settings` go over SETTINGS.

        `mechanism` is how the server's life is tied to this process's: see the launcher.
        """
        self.data_dir = data_dir.resolve()
        self.cluster = self.data_dir / "postgres"
        self.log_path = self.data_dir / "postgres.log"
        self._settings = {**SETTINGS, **(settings or {})}
        self._chosen_programs = programs
        self._mechanism = mechanism
        self._lock: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None
        self._attached_to: int | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def is_owner(self) -> bool:
        """This process started the server and will stop it."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """Process id of the server, if this process owns it."""
        return self._process.pid if self._process else None

    def url(self, database: str = DATABASE) -> str:
        """Address of a database of the running server."""
        if self._socket_folder is None:
            raise RuntimeError("The server is not running.")
        return database_url(self._socket_folder, database)

    def start(self) -> Self:
        """Start the server and own it, or attach to the one that another process owns."""
        self._prepare_data_dir()
        if self._take_lock():
            try:
                self._start_own()
            except BaseException:
                self.stop()
                raise
        else:
            self._attach()
        return self

    def check_alive(self) -> None:
        """Say so when the server has ended on its own, or with the process that owned it."""
        if self._attached_to is not None and not processes.is_alive(self._attached_to):
            raise OperatorError("PostgreSQL stopped with the command that ran it: start this one again.")
        if self._process is not None and self._process.poll() is not None:
            raise OperatorError(f"PostgreSQL stopped unexpectedly: {self._last_words()}")

    def stop(self) -> None:
        """Stop the owned server cleanly and let go of the directory; detach from someone else's."""
        if self._process is not None:
            postmaster.stop(self._process, STOP_SECONDS)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        self._socket_folder = self._attached_to = None

    def _prepare_data_dir(self) -> None:
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0 and not self.data_dir.stat().st_mode & 0o001:
                # PostgreSQL runs as another account and has to get through to its own, private directory.
                self.data_dir.chmod(self.data_dir.stat().st_mode | 0o011)
        except OSError as error:
            raise OperatorError(
                f"The data directory {self.data_dir} cannot be used: {error.strerror}."
            ) from error

    def _take_lock(self) -> bool:
        try:
            lock = (self.data_dir / "owner.lock").open("ab")
        except OSError as error:
            raise OperatorError(
                f"The data directory {self.data_dir} cannot be written to: {error.strerror}."
            ) from error
        # An owner killed this moment holds it a little longer: to attach to it would be to fall with it.
        for _ in range(LOCK_TRIES):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = lock
                return True
            time.sleep(LOCK_WAIT_SECONDS)
        lock.close()
        return False

    def _attach(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            server = postmaster.read(self.cluster)
            if server is not None and server.is_ready:
                self._socket_folder = server.socket_folder
                self._attached_to = server.pid
                return
            time.sleep(0.05)
        raise OperatorError(f"Another process uses {self.data_dir}, but its PostgreSQL does not get ready.")

    def _start_own(self) -> None:
        account = postgres_files.choose_account(self.cluster)
        postgres_files.check_reachable(self.data_dir, account)
        programs = postgres_files.reachable_programs(
            postgres_files.find_programs(self._chosen_programs), account, self.data_dir
        )
        postmaster.clear_old(self.cluster)
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise(programs, account)
        self._socket_folder = postgres_files.socket_folder(self.cluster, account)
        self._run(programs, account)

    def _initialise(self, programs: Path, account: postgres_files.Account) -> None:
        """Make the files beside their place and move them there when whole: never half of them."""
        fresh = self.cluster.with_name("postgres.fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        postgres_files.make_private(fresh, account)
        command = [str(programs / "initdb"), f"--pgdata={fresh}", *INITDB_OPTIONS]
        if self._settings.get("fsync") == "off":
            command.append("--no-sync")
        done = subprocess.run(  # noqa: S603 - programs of the operator's choice
            [*_launch(account, "kernel" if self._mechanism == "kernel" else "none"), *command],
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            words = done.stdout.decode(errors="replace")
            raise OperatorError(
                f"PostgreSQL could not make its files in {self.cluster}: {postmaster.last_words(words)}"
            )
        fresh.rename(self.cluster)

    def _run(self, programs: Path, account: postgres_files.Account) -> None:
        started = time.monotonic()
        settings = self._settings | {"unix_socket_directories": str(self._socket_folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - likewise
                [
                    *_launch(account, self._mechanism),
                    str(programs / "postgres"),
                    "-D",
                    str(self.cluster),
                    *options,
                ],
                env=_environment(),
                cwd="/",
                stdin=subprocess.PIPE if self._mechanism == "pipe" else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = started + START_SECONDS
        while time.monotonic() < deadline:
            server = postmaster.read(self.cluster)
            if server is not None and server.pid == self._process.pid and server.is_ready:
                return
            if self._process.poll() is not None:
                raise OperatorError(f"PostgreSQL did not start: {self._last_words()}")
            time.sleep(0.01)
        raise OperatorError(
            f"PostgreSQL did not get ready within {START_SECONDS:.0f} seconds: {self._last_words()}"
        )

    def _last_words(self) -> str:
        try:
            return postmaster.last_words(self.log_path.read_text(errors="replace"))
        except OSError:
            return "it left no word."


def _launch(account: postgres_files.Account, mechanism: str) -> list[str]:
    who = [str(account.uid), str(account.gid)] if account.is_other else ["-", "-"]
    return [sys.executable, "-I", "-S", launcher.__file__, str(os.getpid()), *who, mechanism]


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
