"""Letters: that there is something to read. Nothing of an agreement stands in them."""
