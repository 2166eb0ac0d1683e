"""Duplicates: the same spreadsheet loaded a second time, or two at once, lists nothing twice."""
