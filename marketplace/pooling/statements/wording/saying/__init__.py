"""Saying: words that statements of members and records of pools share."""
