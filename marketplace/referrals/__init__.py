"""Referrals: a practitioner asks providers for a person who agreed to it, and learns what came of it."""
