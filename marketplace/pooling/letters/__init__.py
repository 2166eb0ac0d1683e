"""The words of the letters that this room writes."""
