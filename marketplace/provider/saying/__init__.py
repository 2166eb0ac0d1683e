"""Saying: what was answered, in words, as it was typed and as it was understood."""
