"""Money of a pool: what it has, what each has, each entry in plain words, recording, one's own statement."""
