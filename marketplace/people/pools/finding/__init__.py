"""Pages of pools for anybody: the list near a place, one pool, and the way to report it."""
