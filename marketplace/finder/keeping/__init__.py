"""Keeping: a search as it is saved, with rough places only, what it may be called, and running it again."""
