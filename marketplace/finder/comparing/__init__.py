"""A few listings side by side: the same facts of each, in the same words."""
