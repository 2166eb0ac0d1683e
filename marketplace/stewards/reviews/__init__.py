"""Reviews: the page of one request, with the difference it makes, and the decision."""
