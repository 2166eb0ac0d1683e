"""Feedback: what people shared with the council's team of how help was."""
