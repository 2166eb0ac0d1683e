"""Signing: a council's letter carries the name that the council gives itself, and whom to ask there."""
