"""Joining: asking, inviting, being welcome, taking a place, and who leads."""
