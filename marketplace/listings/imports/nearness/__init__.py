"""Nearness: which listings of a council, and which rows of a file, a row may be the same as."""
