"""Editing: what a provider is writing: partial answers that are kept as typed, and handed in as a change request."""
