"""One small area: all that is known of it, how a number was worked out, and the listings behind it."""
