"""Parts: the few places that each role goes to, below what waits."""
