"""Options packs: a few listings that a practitioner puts together for somebody, with the reasons.

A pack says nothing of the person: there is no field for a name, an address or a reference. Whoever holds its
link reads it, in standard print, large print or easy read, on the page or as a tagged PDF. Facts of listings
are never copied into it: they are read when somebody looks, and what went meanwhile is said.
"""
