"""Answers: from a listing to what a provider would have typed, and back to the parts of a draft."""
