"""Programs that the tests of the deploy files call."""

import os
import shutil

import pytest


@pytest.fixture
def program():
    """Find a program that CI installs; elsewhere a missing one skips the test by name."""

    def find(name):
        found = shutil.which(name)
        if found is None and os.environ.get("CI") != "true":
            pytest.skip(f"needs {name}")
        assert found, f"CI must install {name}"
        return found

    return find
