"""Writing down a wish, changing it, ending it."""
