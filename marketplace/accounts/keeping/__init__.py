"""Keeping an account: another name, password or address, and a new password for who forgot theirs."""
