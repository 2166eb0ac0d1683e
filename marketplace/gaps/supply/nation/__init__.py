"""All small areas and their need at once, held in memory while nothing of them changes."""
