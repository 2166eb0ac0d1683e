"""Parameters of the JSON API, as its description says them."""
