"""Receipts: photographs and PDFs that show an entry. Private to the members of the pool."""
