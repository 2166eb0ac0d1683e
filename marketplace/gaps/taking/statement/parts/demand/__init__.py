"""The part of the statement that says who needs support."""
