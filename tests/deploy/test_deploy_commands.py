"""The commands of the deploy files, run one by one on this machine, from a fresh virtual environment."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SECONDS_TO_START = 60

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def container_lines():
    """Instructions of the Containerfile, continuation lines joined."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def installed(open_tmp):
    """What `RUN` of the first stage makes, from what `COPY` brings, at another path than /opt/hereabouts."""
    source, target = open_tmp / "src", open_tmp / "opt"
    source.mkdir()
    for line in container_lines():
        if line.startswith("COPY --from"):
            break
        if line.startswith("COPY"):
            for name in line.split()[1:-1]:
                subprocess.run(["cp", "-r", ROOT / name, source], check=True)
    install = next(line for line in container_lines() if line.startswith("RUN python -m venv"))
    command = install.removeprefix("RUN ").replace("/opt/hereabouts", shlex.quote(str(target)))
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target / "bin"


def clean_environment(**more):
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    return keep | pip | more


@pytest.fixture(scope="module")
def environment(installed, postgres, data_dir, open_tmp):
    """The variables of the unit's EnvironmentFile, with an empty database."""
    subprocess.run(["cp", "-r", data_dir, open_tmp / "data"], check=True)
    import asyncio

    import asyncpg

    async def create():
        connection = await asyncpg.connect(postgres.url())
        await connection.execute("CREATE DATABASE deployed")
        await connection.close()

    asyncio.run(create())
    return clean_environment(
        PATH=f"{installed}:{os.environ['PATH']}",
        DATABASE_URL=postgres.url("deployed"),
        MARKETPLACE_DATA_DIR=str(open_tmp / "data"),
        MARKETPLACE_HOST="127.0.0.1",
        MARKETPLACE_PORT=str(free_port()),
        MARKETPLACE_WORKERS="2",
    )


@contextmanager
def running(command, environment):
    """A service as its manager would run it: started, told to stop with SIGTERM, ended with exit code 0."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
        assert process.poll() is None, process.stdout.read()
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=30)
        assert process.returncode in {0, 128 + signal.SIGTERM, -signal.SIGTERM}, output
        assert "Traceback" not in output
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def unit(name, key):
    """The command of a unit's `Exec…` line."""
    text = (DEPLOY / "systemd" / name).read_text()
    return shlex.split(re.search(rf"^{key}=(.*)$", text, re.MULTILINE)[1])


def fetch(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status, answer.read().decode()


def wait_for(url):
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return fetch(url)
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, f"{url} did not answer"
            time.sleep(0.2)


def test_commands_of_the_deploy_files_work_one_by_one(installed, environment, program, tmp_path):
    caddy = program("caddy")

    def here(command):
        return [part.replace("/opt/hereabouts/bin", str(installed)) for part in command]

    migrate = subprocess.run(
        here(unit("hereabouts-web.service", "ExecStartPre")),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert migrate.returncode == 0, migrate.stderr
    subprocess.run([installed / "marketplace", "seed", "--listings", "200"], env=environment, check=True)

    with (
        running(here(unit("hereabouts-web.service", "ExecStart")), environment),
        running(here(unit("hereabouts-worker.service", "ExecStart")), environment),
    ):
        site = f"http://127.0.0.1:{environment['MARKETPLACE_PORT']}"
        wait_for(f"{site}/readyz")

        check = next(line for line in container_lines() if line.startswith("HEALTHCHECK"))
        subprocess.run(json.loads(check[check.index("[") :]), env=environment, check=True)

        front = free_port()
        with running(
            [caddy, "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"],
            environment
            | {
                "SITE_ADDRESS": f"http://127.0.0.1:{front}",
                "UPSTREAM": f"127.0.0.1:{environment['MARKETPLACE_PORT']}",
                "HOME": str(tmp_path),
            },
        ):
            status, page = wait_for(f"http://127.0.0.1:{front}/search?near=BA12+6AA")
            assert status == 200
            assert "BA12 6AA" in page

        doctor = subprocess.run(
            [installed / "marketplace", "doctor"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr


def test_image_and_compose_run_the_same_commands_as_the_units():
    image = next(line for line in container_lines() if line.startswith("CMD"))
    assert json.loads(image.removeprefix("CMD ")) == ["marketplace", "serve"]
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for service, name, key in (
        ("app", "hereabouts-web.service", "ExecStart"),
        ("worker", "hereabouts-worker.service", "ExecStart"),
        ("migrate", "hereabouts-web.service", "ExecStartPre"),
    ):
        assert services[service]["command"][1:] == unit(name, key)[1:]
