"""Imports: a council's own spreadsheet of listings, one row each, all of it or nothing.

`cells` reads one cell (money, dates, days and times), `choices` finds what was meant in the lists.
"""
