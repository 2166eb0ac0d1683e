"""Stewards: the pages on which stewards check listings for their council. No tables of its own."""
