"""Take away: files of a council's market, and its market position statement. No tables.

Whatever leaves this room can be published: small numbers of people are withheld in all of it alike.
"""
