"""Lookups: the few parameters of the small questions, `/api/places` and `/api/suggest`."""
