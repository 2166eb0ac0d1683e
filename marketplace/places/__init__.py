"""Places: postcodes, districts, sectors, towns and villages, offline; councils and who helps in each.

Words: a *district* is a postcode district ("SN12"), a *sector* is "SN12 6"; a *council* is the one with
social services (a county, a unitary, a London or metropolitan borough), never a county's district.
"""
