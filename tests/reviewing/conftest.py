"""Fixtures of reviewing."""

from tests.listings.conftest import statements  # noqa: F401 - a fixture
