"""A pack as it is made: what is in it, in which order, and why."""
