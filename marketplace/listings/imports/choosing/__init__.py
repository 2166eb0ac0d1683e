"""Choosing: what a steward wants done with the rows of an import."""
