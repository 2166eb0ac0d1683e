"""Overview: all listings of some councils, in whatever state, as their stewards look them up."""
