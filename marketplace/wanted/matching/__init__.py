"""Matching: which listings suit an advert, which adverts suit a listing, and why; the same both ways.

Words: a *pair* is an advert and a listing. A pair that fails in one thing that both say something of is no
match, whatever else fits; what one of them leaves open stands in nobody's way.
"""
