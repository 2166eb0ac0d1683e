"""Roles of accounts: granted and ended by administrators, by services, and by commands."""
