"""Saying yes to a version, taking it back, and one's own words about what it is for."""
