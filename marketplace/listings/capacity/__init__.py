"""Capacity: what is free now, said in two taps and without a review, and letters that ask for it."""
