"""The settings of a council, a small form for each section: two people rarely get in each other's way."""
