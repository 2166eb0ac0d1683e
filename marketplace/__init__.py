"""Hereabouts: where people with direct payments find, pool and shape local support.

Rooms, from top to bottom; a room may use those below it, never those above:

    pages, finder            what people read: the plain pages; the search page and its JSON twin
    listings                 organisations, what they offer, where, when, for how much, with which checks
    audit                    who did what to which record
    taxonomies               care groups, support types, languages and the thesaurus
    places                   postcodes, towns, councils, distances (the only user of geopy)
    kernel                   no word of the domain: settings, database, errors, web

`app.py` puts them together; `cli.py` starts them.
"""
