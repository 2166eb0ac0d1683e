"""Hereabouts: where people with direct payments find, pool and shape local support.

Rooms, from top to bottom; a room may use those below it, never those above:

    provider, stewards,      the pages of those who list, of those who check, and of a council's
    administration           administrators
    pages, finder            what people read: the plain pages; the search page and its JSON twin
    concerns                 what anyone reports about a listing
    listings                 organisations, what they offer, where, when, for how much, with which checks
    accounts                 who signs in, as what, for which council
    councils                 how each council works: words, contacts, intervals, rules
    mail, jobs, links        letters; work after the commit and at set times; links that do one thing
    audit                    who did what to which record
    taxonomies               care groups, support types, languages and the thesaurus
    places                   postcodes, towns, councils, distances (the only user of geopy)
    kernel                   no word of the domain: settings, database, errors, web

`app.py` puts them together; `cli.py` starts them.
"""
