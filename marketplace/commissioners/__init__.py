"""Commissioners: what is looked for and not found, for a commissioner's own council. No tables."""
