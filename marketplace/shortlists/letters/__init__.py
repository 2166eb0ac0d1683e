"""The words of the room's letters."""
