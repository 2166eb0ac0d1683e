"""Saying: what all pages say of pools in the same words."""
