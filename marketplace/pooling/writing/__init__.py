"""Writing: somebody starts a pool, and leads change what it is for."""
