"""Tiers: how far a provider is in a council's own scheme, such as registered and accredited."""
