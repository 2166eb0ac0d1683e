import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.kernel import processes

ROOT = Path(__file__).parents[2]
CHILD = """
import sys, time
from marketplace.kernel import processes
if sys.argv[1] == "no kernel":
    processes.sys.platform = "other"
processes.end_with_parent()
print("tied", flush=True)
time.sleep(60)
"""
PARENT = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}, sys.argv[1]], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("way", ["kernel", "no kernel"])
def test_a_child_ends_with_its_killed_parent(way):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, way], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
        assert processes.wait_until_gone(child, 15)


def test_a_child_whose_parent_is_another_than_expected_ends_at_once():
    code = "from marketplace.kernel import processes; processes.end_with_parent(1); print('went on')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


def test_an_ended_process_that_nobody_collected_is_not_alive():
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        assert processes.wait_until_gone(child.pid, 15)


def test_waiting_for_a_process_that_goes_on_gives_up():
    began = time.monotonic()
    assert not processes.wait_until_gone(os.getpid(), 0.1)
    assert time.monotonic() - began < 10


def test_a_command_line_is_told():
    assert "python" in processes.command_of(os.getpid())
