"""The typed text as words that know how they were typed."""
