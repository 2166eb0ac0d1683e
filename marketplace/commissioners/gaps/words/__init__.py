"""The page on which a commissioner writes the council's own words about its market."""
