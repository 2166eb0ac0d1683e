"""The part of the statement that says what is missing."""
