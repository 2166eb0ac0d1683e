"""The search tests: an engine each, and nothing else."""

import pytest

from tests.meilisearch.fixtures import controls, meilisearch, meilisearch_uid

__all__ = ["controls", "meilisearch", "meilisearch_uid"]

pytest.register_assert_rewrite("tests.search.contract")
