"""Invites: asking somebody by email to look after an organisation's listings."""
