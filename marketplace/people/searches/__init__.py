"""Saved searches: keeping what one looks for, what came new, and which emails one wants."""
