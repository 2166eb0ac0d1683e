"""Words: the free text of a draft, how long it may be, and what must not stand in it."""
