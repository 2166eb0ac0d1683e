"""Evidence: pages on which providers say what was checked and add papers that show it."""
