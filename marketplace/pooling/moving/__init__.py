"""Moving: the one place that writes down steps of pools and members, and keeps a pool whole after them."""
