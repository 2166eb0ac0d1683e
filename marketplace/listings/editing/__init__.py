"""Editing: what a provider is writing, kept as it was typed, and handed in as a change request."""
