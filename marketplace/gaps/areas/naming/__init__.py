"""Names of built-in areas, as people of the place would say them."""
