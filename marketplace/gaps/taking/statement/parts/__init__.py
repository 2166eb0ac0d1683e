"""The parts of the statement, each from what is known."""
