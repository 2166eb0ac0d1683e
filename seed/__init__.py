"""Seed: made-up people and providers (`demo`), loaded through the services of marketplace."""
