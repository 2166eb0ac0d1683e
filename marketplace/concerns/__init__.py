"""Concerns: what anyone reports about a listing, and what is done about it."""
