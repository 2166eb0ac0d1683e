"""Telling: which emails about what is new somebody wants, and ending them by a link in one."""
