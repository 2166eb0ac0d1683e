"""Engines, one package each; `search.factory` chooses."""
