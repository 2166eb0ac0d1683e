"""People: pages of those who look for support: saved listings, conversations, wanted adverts, feedback."""
