"""What a map, a row of bars or a heat table shows of a council, in values, shades and words."""
