"""Letters about freshness, in words."""
