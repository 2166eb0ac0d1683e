"""What is due by date: wishes that end, and what is old."""
