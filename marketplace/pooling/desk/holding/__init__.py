"""Holding: what the desk keeps about an account."""
