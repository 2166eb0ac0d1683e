"""Waiting: what is due by date: reminders, showing others, ending what nobody answers, forgetting."""
