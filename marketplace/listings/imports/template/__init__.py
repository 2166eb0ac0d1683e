"""Template: the columns a council fills in, with their help, and the words allowed in them."""
