"""Taxonomies: the lists people choose from (care groups, support types …) and the thesaurus of search.

Each term has a code that stands in code and URLs, a label that people read, and a UUID derived from the code
for Open Referral. The lists are `terms/*.csv`; a long one has headings. A council can add to `thesaurus.csv`.
"""
