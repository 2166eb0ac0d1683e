"""What was done: the audit trail of one council for its administrators, on pages and as a file."""
