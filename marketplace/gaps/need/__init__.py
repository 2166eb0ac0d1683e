"""How many people need support, by small area and care group: own counts and estimates, kept apart."""
