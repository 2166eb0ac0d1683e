"""Councils: how each council that takes part works: its words, contacts, intervals and rules."""
