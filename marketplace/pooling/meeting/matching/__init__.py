"""Who wants the same, what each of the two sees of it, and what they say."""
