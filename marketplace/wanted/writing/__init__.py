"""Writing: somebody says what they want, hands it in, changes it, and says when it is over."""
