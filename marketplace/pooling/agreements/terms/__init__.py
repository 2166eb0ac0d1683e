"""Terms: what leads write, topic by topic; what is still missing, and what cannot be."""
