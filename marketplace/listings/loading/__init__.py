"""Loading: many listings at once, by the same rules as one."""
