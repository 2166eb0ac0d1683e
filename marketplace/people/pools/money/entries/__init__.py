"""Entries: one entry in plain words, paying a bill, money back, taking an entry out."""
