"""Sharing: one amount over the members of a pool, to the penny. Pure; knows no table and no pool."""
