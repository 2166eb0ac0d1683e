"""Holding: what agreements keep about an account, to hand over or erase."""
