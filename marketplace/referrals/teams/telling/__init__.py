"""Telling: letters about who comes into a team and who leaves it."""
