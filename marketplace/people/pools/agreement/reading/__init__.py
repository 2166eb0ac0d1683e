"""A version to read, print and compare."""
