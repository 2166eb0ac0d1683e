"""Maps: where things stand on the drawing beside a list of results."""
