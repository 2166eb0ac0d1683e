"""What the planner's page says: each line of the cost with how it came about, and what the law asks."""
