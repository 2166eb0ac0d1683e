"""Checking: what a practitioner wrote says what a provider needs and nothing that tells who the person is."""
