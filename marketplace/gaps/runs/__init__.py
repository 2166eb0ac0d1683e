"""Access as it was last worked out, and at the end of each month."""
