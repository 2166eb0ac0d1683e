"""Cards: a listing among results, in words, as seen from the place that was asked for."""
