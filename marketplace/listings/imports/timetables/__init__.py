"""Timetables: days and times as people write them, and checks with their dates."""
