"""Jobs: what is done after the commit, and timed work exactly once."""
