"""Asking: begins conversations, from a person who asks or a provider who answers an advert."""
