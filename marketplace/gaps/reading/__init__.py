"""What the pages say of a council: ranked gaps, comparisons, choice."""
