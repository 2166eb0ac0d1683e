"""Reminding: one letter with one press of a button, once a week at most for a person and a thing."""
