"""Keeping: what is due by date: asking who still looks, closing what is over, forgetting what is old."""
