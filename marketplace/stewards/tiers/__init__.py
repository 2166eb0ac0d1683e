"""Tiers: how far a listing is in its council's own scheme, and which checks stand, in words."""
