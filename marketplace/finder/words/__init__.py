"""Words: prices, distances, dates and the names of filters, as people say them."""
