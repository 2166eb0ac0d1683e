"""Handling: what stewards and administrators of a council do about concerns."""
