"""Letters: what providers are told when something was handed in."""
