"""Files: which days an address asks for, and how PDF and CSV are sent."""
