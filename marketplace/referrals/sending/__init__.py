"""Sending: providers are chosen, consent is recorded, and they are asked: one after the other or at once."""
