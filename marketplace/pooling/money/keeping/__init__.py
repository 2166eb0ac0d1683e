"""Keeping: how long a council has records of money kept, for the work that deletes them."""
