"""Wording: statements in words, the same for the page and for the PDF."""
