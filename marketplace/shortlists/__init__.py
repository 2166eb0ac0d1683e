"""Shortlists: listings that somebody keeps for later, with notes to oneself, and shared ones; options packs."""
