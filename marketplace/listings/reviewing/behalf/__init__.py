"""On behalf: a steward writes changes for a provider who cannot; they go the way of all changes."""
