"""Escalation: administrators hear of an urgent concern that nobody opened, or whose letter was lost."""
