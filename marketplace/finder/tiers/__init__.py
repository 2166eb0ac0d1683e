"""Tiers: how far a provider is in the scheme of its council, as a word with its meaning."""
