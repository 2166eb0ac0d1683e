"""Finds the place in a text."""
