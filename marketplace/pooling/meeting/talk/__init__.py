"""Threads of a pool, for those who said yes to each other."""
