"""Prices in ordinary words, one a line: "£18 an hour", "£22 an hour (weekends)", "free"."""
