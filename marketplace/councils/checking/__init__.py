"""Checking: what of the settings that somebody typed can be kept."""
