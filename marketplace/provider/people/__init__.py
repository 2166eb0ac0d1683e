"""People: who looks after an organisation's listings, asking others, joining, leaving."""
