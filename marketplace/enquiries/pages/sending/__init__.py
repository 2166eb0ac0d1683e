"""Sending: what the forms of a conversation do, for either side."""
