"""Letters: the words of alerts."""
