"""Counts: what the signals of a month come to, council by council. They are not for telling as they are."""
