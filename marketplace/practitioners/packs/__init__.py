"""Options packs: those of a practitioner and their teams; making them; reading them on page and paper."""
