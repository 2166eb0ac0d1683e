"""Shares a list by a link, shows it to who holds the link, and emails it to its owner."""
