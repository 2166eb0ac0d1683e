"""Details: everything that a listing says, in words, for its own page."""
