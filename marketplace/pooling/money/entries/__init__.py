"""Entries: recording what happened to a pool's money, and taking out what was wrong."""
