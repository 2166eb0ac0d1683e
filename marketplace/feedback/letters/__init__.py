"""Letters about feedback. None says what was written, by whom, or about what: one signs in to read that."""
