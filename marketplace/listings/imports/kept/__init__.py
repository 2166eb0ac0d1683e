"""Kept: imports on the web from the upload to the decision: rows, problems, choices."""
