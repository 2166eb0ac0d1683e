"""Facets: the filters beside the results, with what each choice would find."""
