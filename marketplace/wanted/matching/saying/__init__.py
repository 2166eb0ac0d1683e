"""Saying: why an advert and a listing suit each other, in the words of either side."""
