"""Seed: small tables of facts (`reference`) and made-up people and providers (`demo`), loaded through marketplace."""
