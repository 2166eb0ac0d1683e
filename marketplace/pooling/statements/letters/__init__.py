"""Letters: what is written to councils and members about shared statements."""
