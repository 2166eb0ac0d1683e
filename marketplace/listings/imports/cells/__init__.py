"""Cells: money, numbers, dates, days and times as people write them."""
