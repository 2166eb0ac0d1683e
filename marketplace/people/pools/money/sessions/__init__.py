"""Sessions: the register of who came."""
