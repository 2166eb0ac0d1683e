"""Holding: what the record of money keeps about an account."""
