"""Merging: what a row adds to a listing that is there: it fills what is empty and changes nothing else."""
