"""Writing down that one looks for others, changing it, ending it."""
