"""Choosing: which providers are asked, in what order: found by the need, or from one's own list."""
