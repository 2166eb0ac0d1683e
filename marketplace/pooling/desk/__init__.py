"""The lead's desk: what waits, what runs out, a list for a new pool; and support organisations that help."""
