"""Enquiries: people ask providers, and messages are passed on; nobody sees an address who was not given it."""
