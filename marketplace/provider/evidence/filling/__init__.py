"""Filling: what was said of checks in a listing stands on the page of evidence, and the other way round."""
