"""Reading: what the answers of a request mean as a listing, and what is missing or wrong."""
