"""Starting: the first page of a new listing. Whoever lists something becomes a provider by it."""
