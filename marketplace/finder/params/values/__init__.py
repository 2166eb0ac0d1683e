"""Values: reading one value of a parameter, and saying in plain words what is wrong with it."""
