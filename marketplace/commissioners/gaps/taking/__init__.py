"""What a commissioner takes away: files of numbers, and the market position statement."""
