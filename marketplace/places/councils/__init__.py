"""Councils: the sub-room of the 218 councils with social services and of every code that leads to one of them."""
