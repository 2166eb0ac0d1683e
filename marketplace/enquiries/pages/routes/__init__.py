"""Routes: the addresses of a side's pages, the same for both sides but for saying yes."""
