"""Loosening: when nothing is found, what would be found with one thing let go, or how much further away."""
