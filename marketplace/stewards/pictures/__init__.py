"""Pictures: those that a steward may see before, or after, the public does."""
