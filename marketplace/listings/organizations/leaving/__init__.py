"""Leaving: what the listings room keeps about an account, to hand over or to erase."""
