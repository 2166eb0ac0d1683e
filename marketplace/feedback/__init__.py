"""Feedback: what was good and what could be better, for the provider to read; no stars, nothing public."""
