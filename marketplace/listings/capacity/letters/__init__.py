"""Letters: asks a person what is free in all their listings, with a link for each."""
