"""Made-up pools: who put money together, for what, and what became of it, made through the services."""
