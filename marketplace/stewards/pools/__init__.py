"""Words of pools that wait for a steward: the list, one of them, and the decision."""
