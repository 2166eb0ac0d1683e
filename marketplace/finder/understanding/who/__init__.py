"""Finds the kind of support and the languages in a text."""
