"""What is free now, and where it reaches."""
