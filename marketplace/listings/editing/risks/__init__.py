"""Risks: what a steward should look at first."""
