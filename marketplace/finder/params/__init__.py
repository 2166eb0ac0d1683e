"""Params: the parameters of a search, the same for page and JSON: reading, checking, writing URLs."""
