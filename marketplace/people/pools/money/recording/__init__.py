"""Recording: forms for what happened to the money of a pool."""
