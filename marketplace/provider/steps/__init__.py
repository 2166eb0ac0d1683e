"""Steps: a page of questions each. Whatever is typed is kept; what is missing is said at its field."""
