"""Public pages about the market for support: what there is, what is short, and how that is known."""
