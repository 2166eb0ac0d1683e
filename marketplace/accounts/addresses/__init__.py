"""Email addresses as people type them."""
