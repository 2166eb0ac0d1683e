"""Forgetting: what was begun and never handed in, or refused, does not stay for ever."""
