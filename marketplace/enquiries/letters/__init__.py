"""Letters about conversations. None says what was written, by whom, or about what.

That is read after signing in: a letter on a shared screen or in a wrong mailbox tells nothing.
"""
