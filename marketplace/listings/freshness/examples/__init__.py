"""Made-up listings at each step of freshness, for the demonstration."""
