"""Statements of pools: one's own on a page, as PDF and for a spreadsheet; showing it; the whole pool's."""
