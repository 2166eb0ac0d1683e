"""Ending: an advert is over, and the market view hears of it."""
