"""Shares a copy of a list by a link that runs out, and sends a list to its owner."""
