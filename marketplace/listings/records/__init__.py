"""Records: a draft that passed, with what follows from it, and how it is written to the tables."""
