"""Provider: the pages on which providers write their listings and keep them true. No tables of its own."""
