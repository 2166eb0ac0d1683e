"""Requests: what was answered so far, handing it in, taking it back, throwing it away."""
