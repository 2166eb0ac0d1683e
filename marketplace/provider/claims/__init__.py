"""Claims: somebody says that a listing is theirs; a steward of the council decides."""
