"""Addresses: the URLs of searches and listings, in one stable form for sharing, paging and filters."""
