"""Taxonomies: the lists people choose from (care groups, support types, languages …) and the thesaurus of search.

Each term has a code that stands in code and URLs, a label that people read, and a UUID derived from both for
Open Referral. The lists are code with their sources in `seed/reference/`; the thesaurus can be edited by a council.
"""
