"""Invites: asking somebody by e-mail to look after an organisation's listings."""
