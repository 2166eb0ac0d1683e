"""Pools that an organisation helps, or is asked to help."""
