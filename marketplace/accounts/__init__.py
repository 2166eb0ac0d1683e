"""Accounts: who signs in, as what, for which council; sessions, second factor, single sign-on."""
