"""Personal assistants whose people stay away, and their coming back."""
