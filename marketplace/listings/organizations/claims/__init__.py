"""Claims: somebody says that a listing, which a council made or nobody looks after, is theirs."""
