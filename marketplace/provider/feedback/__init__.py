"""Feedback: read how one's help was, and answer once."""
