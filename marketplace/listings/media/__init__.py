"""Media: pictures of listings, kept by the hash of their content."""
