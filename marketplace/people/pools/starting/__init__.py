"""The pages on which a pool is started, and changed by its leads."""
