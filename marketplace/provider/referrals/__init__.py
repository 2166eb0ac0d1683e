"""Referrals to a provider: what its people were asked, and their answers."""
