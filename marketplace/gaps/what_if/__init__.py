"""What would change if something were added or closed."""
