"""Texts: the words and items that differ, found out of two rows of them."""
