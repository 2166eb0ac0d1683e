"""Commissioners: pages on what is looked for and not found."""
