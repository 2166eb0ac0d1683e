"""Pages: what the pages of all three readers share. The surfaces have the routes."""
