"""Reviewing: what stewards decide on: the queue of requests, what to look at first, and the decision."""
