"""Params: the parameters of a search, the same for the page and its JSON twin: reading, checking, writing URLs."""
