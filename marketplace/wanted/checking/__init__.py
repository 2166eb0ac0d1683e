"""Checking: a steward looks at what was handed in before anybody sees it, and does not learn whose it is."""
