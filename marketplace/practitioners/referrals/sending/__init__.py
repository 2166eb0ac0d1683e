"""Sending: what was agreed, a last look, and the button that asks providers."""
