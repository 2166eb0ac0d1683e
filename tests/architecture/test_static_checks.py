"""The linters are tests, so that the one test command runs them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECKS = {
    "ruff finds nothing": [sys.executable, "-m", "ruff", "check", "."],
    "the code is formatted": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy strict finds nothing": [sys.executable, "-m", "mypy"],
    "imports go one way": [str(Path(sys.executable).with_name("lint-imports"))],
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_static_check(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
