"""A package, so that what its fixtures hold is let go when its last test is done."""
