"""The council's own words in the statement."""
