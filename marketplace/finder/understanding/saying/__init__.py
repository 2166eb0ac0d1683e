"""Says back what was understood."""
