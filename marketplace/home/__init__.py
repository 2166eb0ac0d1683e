"""Home: for each role, what needs somebody now. Asks the rooms and shows."""
