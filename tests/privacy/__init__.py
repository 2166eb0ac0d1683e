"""What is kept of people, and that it goes: looked for everywhere, not only where it should be."""
