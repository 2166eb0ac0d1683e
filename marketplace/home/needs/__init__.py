"""Needs: what waits for somebody, in words and by urgency. Each room counts its own; the words are here."""
