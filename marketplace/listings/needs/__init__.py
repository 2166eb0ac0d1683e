"""Needs: what about listings waits for somebody, as a provider or as a steward."""
