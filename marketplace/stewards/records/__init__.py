"""Records: listings in any state, and what a steward can do to one."""
