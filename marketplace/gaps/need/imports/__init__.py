"""Counts of people by area out of a spreadsheet: a council's own, or a census."""
