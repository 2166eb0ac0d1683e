"""Asking: the page on which somebody writes to one or a few providers, with gaps to fill or own words."""
