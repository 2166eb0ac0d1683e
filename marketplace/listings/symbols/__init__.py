"""Symbols: the small pictures at the left of easy-read lines, named by what they mean.

The drawings are `static/symbols/<code>.svg`. Who uses another set of symbols puts their own files there
under the same names.
"""
