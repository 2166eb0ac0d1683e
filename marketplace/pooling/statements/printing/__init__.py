"""Printing: statements as PDF."""
