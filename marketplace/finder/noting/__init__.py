"""Noting: what of a page of results says what people look for, for the signals. Nothing of who they are."""
