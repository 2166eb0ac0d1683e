"""Record: the money of the whole pool, for who runs it or holds its account."""
