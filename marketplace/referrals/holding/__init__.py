"""Holding: what this room keeps about an account, to hand it over or to erase it."""
