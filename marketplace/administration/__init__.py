"""Administration: the pages of a council's administrators. No tables of its own."""
