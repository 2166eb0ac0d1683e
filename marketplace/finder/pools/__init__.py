"""Pools among results: cards in words, and which of what was found they are."""
