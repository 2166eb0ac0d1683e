"""Leaving: all that is held about an account, handed over or erased, through every room."""
