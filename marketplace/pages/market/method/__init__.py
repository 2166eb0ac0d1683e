"""How every number of market gaps is made: formula, source, year, limits."""
