"""Pages: home, about, accessibility statement, privacy. Words only."""
