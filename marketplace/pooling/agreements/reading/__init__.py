"""Reading: where the agreement of a pool is, any version of it, and who has agreed."""
