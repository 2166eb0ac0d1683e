"""What if: the map before and after something is added or closes, and where more would help most."""
