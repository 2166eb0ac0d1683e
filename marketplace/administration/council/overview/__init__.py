"""The overview of a council's settings: each section in words."""
