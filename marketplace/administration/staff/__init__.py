"""Pages on which a council's administrators look after who works for it."""
