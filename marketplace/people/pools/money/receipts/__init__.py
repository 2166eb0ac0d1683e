"""Receipts: adding, downloading and deleting the files of an entry."""
