"""Acting for somebody: for whom, and how they agreed to it."""
