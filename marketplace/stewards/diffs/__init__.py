"""Diffs: what differs between two states of a listing, field by field, in words."""
