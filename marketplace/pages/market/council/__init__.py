"""A council's market for everybody: what there is, what is short, how to start something."""
