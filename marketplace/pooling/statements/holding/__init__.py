"""Holding: what shared statements keep about an account."""
