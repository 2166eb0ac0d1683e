"""Hereabouts: where people with direct payments find, pool and shape local support.

Rooms, from top to bottom; a room may use those below it, never those above:

    home                     what needs somebody now, for each role
    people, provider,        the pages of those who look for support, who list it, who refer people,
    practitioners,           of commissioners, of those who check listings, and of a council's
    commissioners,           administrators; no tables
    stewards, administration
    pages, finder            what people read: the plain pages; the search page and its JSON twin; no tables
    gaps                     need, supply, access and what nobody found, by small area; small numbers withheld
    feedback                 what was good and what could be better, for the provider
    pooling                  people who put direct payments together for one piece of support
    wanted                   adverts of people who look for somebody or something, and whom they suit
    enquiries, referrals,    messages passed on between people and providers; practitioners' requests;
    shortlists               saved listings and options packs
    concerns                 what anyone reports about a listing
    listings                 organisations, what they offer, where, when, for how much, with which checks;
                             change requests and their review, pictures, evidence, freshness, imports
    signals                  what was looked for and what came of asking, without the people
    accounts                 who signs in, as what, for which council; sessions, second factor, limits
    councils                 how each council works: words, contacts, intervals, rules
    mail                     letters, queued with what they tell of
    jobs, links              work after the commit and at set times; links that do one thing
    places                   postcodes, towns, councils, distances (the only user of geopy)
    taxonomies, audit        the lists people choose from, the thesaurus; who did what to which record
    kernel                   no word of the domain: settings, database, errors, forms, web

`app.py` puts the pages together, `work.py` what workers do, `worker.py` runs that; `cli` starts them.
"""
