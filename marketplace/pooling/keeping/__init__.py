"""Keeping: what is due by date: last days, pools that nobody joined, forgetting what is old."""
