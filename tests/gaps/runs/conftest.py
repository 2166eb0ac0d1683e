"""Fixtures of the runs."""

from tests.listings.conftest import statements

__all__ = ["statements"]
