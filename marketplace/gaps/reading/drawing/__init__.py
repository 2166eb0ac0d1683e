"""Maps, bands of colour and bars of gaps, laid out on the server."""
