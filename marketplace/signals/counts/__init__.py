"""Counts: what the signals of one council say of one month that is over. No number below 5, and no totals."""
