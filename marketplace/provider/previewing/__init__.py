"""Previewing: a request on the very page on which everybody will see it."""
