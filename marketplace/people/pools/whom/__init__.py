"""For whom something is done, where one account speaks for several members of a pool."""
