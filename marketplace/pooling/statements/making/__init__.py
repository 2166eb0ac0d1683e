"""Making: puts together what a statement is about."""
