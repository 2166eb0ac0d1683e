"""How a letter becomes a message: text and HTML from one source, and its headers."""
