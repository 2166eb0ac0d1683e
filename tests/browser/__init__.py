"""A package, so that its fixtures (browser, server, database) are let go when its last test is done."""
