"""Finder: the search page, the listing page and their JSON twins. Reads other rooms; has no tables."""
