"""How gaps are said: no more exact than they are known."""
