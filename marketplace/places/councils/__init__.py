"""Councils: the 218 with social services, and every code that leads to one of them."""
