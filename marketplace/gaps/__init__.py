"""Market gaps: need, supply, access and what nobody found, by small area and care group.

Reads the tables of the rooms below it and writes none of them.
"""
