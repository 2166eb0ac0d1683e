"""Saying: an advert in words, the same for its owner, stewards and providers."""
