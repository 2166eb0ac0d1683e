"""Grouping: long lists of choices under their headings."""
