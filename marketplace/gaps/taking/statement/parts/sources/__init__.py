"""The part of the statement on method, and where each number is from."""
