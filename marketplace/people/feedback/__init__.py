"""Feedback: tell somebody whom one has asked for help how it was."""
