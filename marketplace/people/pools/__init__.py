"""Pages of people who pool, and the pages of pools that anybody may read."""
