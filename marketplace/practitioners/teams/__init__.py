"""Teams: who is in them, asking colleagues, and joining by a link."""
