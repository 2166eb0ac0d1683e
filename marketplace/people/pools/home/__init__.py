"""The page of one pool for those who are in it."""
