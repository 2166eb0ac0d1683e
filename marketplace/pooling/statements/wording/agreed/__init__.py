"""Agreed: an agreement, as far as it is about one member, in words."""
