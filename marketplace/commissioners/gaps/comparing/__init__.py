"""A council beside councils like it, its region and England; and now beside then."""
