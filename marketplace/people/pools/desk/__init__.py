"""Pages of those who run a pool: what waits, reminders, the list of a new pool."""
