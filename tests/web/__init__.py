"""A package, so that what its fixtures hold (database, index) is let go when its last test is done."""
