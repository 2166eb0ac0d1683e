"""Who reaches whom: how much each small area counts for each listing, in blocks that lie near each other."""
