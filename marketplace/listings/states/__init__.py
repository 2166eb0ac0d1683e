"""States: the row that a change holds, its status and version, and what the index has not seen."""
