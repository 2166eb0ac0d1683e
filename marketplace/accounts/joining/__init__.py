"""Signing up: nothing is kept as an account before the owner of the address has followed the link."""
