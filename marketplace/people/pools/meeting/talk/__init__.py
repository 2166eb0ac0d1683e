"""Threads of a pool."""
