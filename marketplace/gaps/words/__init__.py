"""A council's own words about its market: quality, ambitions, what it looks for, how to work with it."""
