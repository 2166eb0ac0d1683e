"""Puts up to four listings side by side: price, how far, what, when, checks."""
