"""Answering: what a provider sees of a referral, and says to it."""
