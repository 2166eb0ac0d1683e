import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from marketplace.kernel import postgres_files, postmaster, processes
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.postgres import TEST_SETTINGS, EmbeddedPostgres

ROOT = Path(__file__).parents[2]
OWNER = """
import sys, time
from pathlib import Path
from marketplace.kernel.postgres import TEST_SETTINGS, EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), settings=TEST_SETTINGS, mechanism=sys.argv[2]).start()
print(server.pid, flush=True)
time.sleep(60)
"""
is_root = os.geteuid() == 0


@pytest.fixture(scope="module")
def cluster_dir(open_tmp):
    """A data directory with a cluster made once; the tests start it again and again."""
    folder = open_tmp / "clusters"
    with EmbeddedPostgres(folder, settings=TEST_SETTINGS):
        pass
    return folder


def start(folder, **options):
    return EmbeddedPostgres(folder, settings=TEST_SETTINGS, **options).start()


async def ask(url, question="SELECT 1"):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.fixture
def owner(cluster_dir):
    """Starts another process that owns the server; returns it and the server's process id."""
    started = []

    def begin(mechanism="kernel" if sys.platform == "linux" else "pipe"):
        process = subprocess.Popen(
            [sys.executable, "-c", OWNER, str(cluster_dir), mechanism],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, int(process.stdout.readline())

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_listens_on_a_private_socket_only(cluster_dir):
    with start(cluster_dir) as server:
        assert asyncio.run(ask(server.url(), "SHOW listen_addresses")) == ""
        assert (cluster_dir / "postgres").stat().st_mode & 0o777 == 0o700


def test_it_never_runs_as_root(cluster_dir):
    with start(cluster_dir) as server:
        assert server.pid is not None
        if sys.platform == "linux":
            assert Path(f"/proc/{server.pid}").stat().st_uid != 0


def test_stopping_leaves_no_process_and_the_data_in_place(cluster_dir):
    with start(cluster_dir) as server:
        pid = server.pid
        asyncio.run(ask(server.url(), "CREATE TABLE IF NOT EXISTS kept (n int)"))
    assert not processes.is_alive(pid)
    with start(cluster_dir) as server:
        assert asyncio.run(ask(server.url(), "SELECT count(*) FROM kept")) == 0


@pytest.mark.parametrize("mechanism", ["kernel", "pipe"])
def test_the_server_ends_when_its_owner_is_killed(cluster_dir, owner, mechanism):
    if mechanism == "kernel" and sys.platform != "linux":
        pytest.skip("needs Linux")
    process, pid = owner(mechanism)
    process.send_signal(signal.SIGKILL)
    assert processes.wait_until_gone(pid, 15)
    with start(cluster_dir) as server:
        assert asyncio.run(ask(server.url())) == 1


def test_a_new_owner_may_come_right_after_the_old_one_was_killed(cluster_dir, owner):
    process, pid = owner()
    process.send_signal(signal.SIGKILL)
    with start(cluster_dir) as server:
        assert server.is_owner
        assert not processes.is_alive(pid)


def test_a_server_that_lost_its_owner_and_went_on_is_stopped_by_the_next(cluster_dir, owner):
    process, pid = owner("none")
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.2)
    assert processes.is_alive(pid)
    with start(cluster_dir) as server:
        assert server.is_owner
        assert not processes.is_alive(pid)


def test_a_second_process_uses_the_server_of_the_first(cluster_dir, owner):
    _, pid = owner()
    with start(cluster_dir) as second:
        assert not second.is_owner
        assert asyncio.run(ask(second.url())) == 1
    assert processes.is_alive(pid)


def test_one_that_uses_the_server_of_another_is_told_when_that_ends(cluster_dir, owner):
    process, pid = owner()
    with start(cluster_dir) as second:
        second.check_alive()
        process.kill()
        assert processes.wait_until_gone(pid, 15)
        with pytest.raises(OperatorError, match="stopped with the command that ran it"):
            second.check_alive()


def test_a_leftover_file_with_a_process_id_of_someone_else_is_forgotten(cluster_dir):
    """As after a restart of a container, where the same few process ids are given out again."""
    (cluster_dir / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster_dir}/postgres\n0\n")
    with start(cluster_dir) as server:
        assert asyncio.run(ask(server.url())) == 1


def test_a_path_too_long_for_a_socket_works(open_tmp):
    folder = open_tmp / ("long" * 30) / "data"
    with start(folder) as server:
        assert asyncio.run(ask(server.url())) == 1
        socket_folder = postmaster.read(folder / "postgres").socket_folder
        assert socket_folder != folder / "postgres"
        assert socket_folder.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(socket_folder)


def test_a_socket_folder_that_someone_else_made_is_refused(open_tmp, monkeypatch):
    account = postgres_files.choose_account(open_tmp)
    cluster = open_tmp / ("long" * 30) / "postgres"
    folder = postgres_files.socket_folder(cluster, account)
    folder.chmod(0o777)
    with pytest.raises(OperatorError, match="belongs to someone else"):
        postgres_files.socket_folder(cluster, account)
    folder.rmdir()


@pytest.mark.skipif(not is_root, reason="only root changes to another account")
def test_a_directory_that_the_other_account_may_not_enter_is_said_plainly(open_tmp):
    closed = open_tmp / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(OperatorError, match=f"may not enter {closed}: choose another --data-dir"):
        start(closed / "data")


@pytest.mark.skipif(not is_root, reason="only root changes to another account")
def test_programs_that_the_other_account_cannot_reach_are_copied(open_tmp):
    closed = open_tmp / "environment"
    bundled = postgres_files.find_programs(None)
    package = bundled.parents[1]
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, closed / name, symlinks=True)
    closed.chmod(0o700)
    with start(open_tmp / "copied", programs=closed / package.name / "pginstall" / "bin") as server:
        assert asyncio.run(ask(server.url())) == 1
    shutil.rmtree(open_tmp / "copied")


def test_an_interrupted_first_start_is_made_good_by_the_next(open_tmp):
    folder = open_tmp / "interrupted"
    half = folder / "postgres.fresh"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with start(folder) as server:
        assert asyncio.run(ask(server.url())) == 1
    shutil.rmtree(folder)


def test_a_folder_without_programs_is_said_plainly(open_tmp):
    with pytest.raises(OperatorError, match="MARKETPLACE_POSTGRES_BIN"):
        start(open_tmp / "none", programs=open_tmp)


def test_a_file_in_the_way_of_the_data_directory_is_said_plainly(open_tmp):
    (open_tmp / "file").write_text("")
    with pytest.raises(OperatorError, match="cannot be used"):
        start(open_tmp / "file")


def test_why_it_did_not_start_is_told(cluster_dir):
    with pytest.raises(OperatorError, match="no_such_setting"):
        EmbeddedPostgres(cluster_dir, settings={**TEST_SETTINGS, "no_such_setting": "1"}).start()
    with start(cluster_dir) as server:
        assert server.is_owner


def test_a_server_that_ended_by_itself_is_noticed(cluster_dir):
    with start(cluster_dir) as server:
        server.check_alive()
        os.kill(server.pid, signal.SIGQUIT)
        assert processes.wait_until_gone(server.pid, 15)
        with pytest.raises(OperatorError, match="PostgreSQL stopped"):
            server.check_alive()


def test_statements_that_fail_are_not_logged(cluster_dir):
    with start(cluster_dir) as server, pytest.raises(asyncpg.DataError):
        asyncio.run(ask(server.url(), "SELECT 'BA12 6AA'::int"))
    assert "BA12" not in (cluster_dir / "postgres.log").read_text()
