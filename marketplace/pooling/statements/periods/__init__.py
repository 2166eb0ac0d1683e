"""Periods: the days that a statement is about."""
