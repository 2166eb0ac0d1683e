"""Saying: what a provider says of checks in a listing is a claim at once, which nobody has seen yet.

*Only said* is a claim that nothing was sent in for. Papers that are sent in later make it a sent one.
"""
