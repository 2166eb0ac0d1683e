"""Official small areas out of a file, in place of those that are built in."""
