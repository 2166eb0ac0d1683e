"""Inbox: the conversations of a side, one of them to read, and what waits for somebody."""
