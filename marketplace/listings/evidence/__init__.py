"""Evidence: files and facts behind checks, private to the provider and the stewards of the council."""
