"""Area: what a provider covers, as a drawing and in figures, while they say where they go."""
