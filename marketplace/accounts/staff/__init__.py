"""Who works for a council: invited, seen, and ended by that council's own administrators."""
