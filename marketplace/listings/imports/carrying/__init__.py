"""Carrying: what was decided is carried out, all of it or nothing and once; and undone."""
