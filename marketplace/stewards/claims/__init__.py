"""Claims: who says that a listing is theirs, and the decision."""
