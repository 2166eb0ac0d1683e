"""Leaving: notice and what comes of it, somebody who died, and the end of a pool. Always possible."""
