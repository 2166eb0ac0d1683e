"""The statement as a tagged PDF."""
