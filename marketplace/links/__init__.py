"""Links: single-purpose, expiring tokens that let the holder of a link do one thing."""
