"""Named areas in ordinary words: "SN12, BA14, Wiltshire"."""
