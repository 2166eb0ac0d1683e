"""Pools: statements that members of pools show to practitioners, and the two answers."""
