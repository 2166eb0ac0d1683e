"""Records: the record of a whole pool in words."""
