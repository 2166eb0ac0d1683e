"""Expiring: providers are told before a check runs out, and when it has."""
