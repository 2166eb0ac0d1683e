"""The part of the statement that says what there is."""
