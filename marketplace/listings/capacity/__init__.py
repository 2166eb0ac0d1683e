"""Capacity: what is free this week, said in two taps."""
