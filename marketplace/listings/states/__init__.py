"""States: moves listings through their life, hides and shows them, marks what the index has to hear of."""
