"""The search tests: an engine each, and nothing else."""

import pytest

pytest.register_assert_rewrite("tests.search.contract")
