"""Capacity: what is free now, said with two taps, signed in or by a link of a letter."""
