"""Tables of numbers to take away: what stands in them."""
