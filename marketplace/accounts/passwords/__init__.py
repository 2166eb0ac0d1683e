"""Passwords: what makes a good one, and how one is kept (argon2id) and compared."""
