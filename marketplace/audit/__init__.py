"""Audit: who did what to which record, when, with before and after. Rows are only ever added."""
