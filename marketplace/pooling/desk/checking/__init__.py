"""Checking: the list of a new pool. What the records say is done; the rest is ticked, with who and when."""
