"""The statement for a word processor."""
