"""Still correct: the pages of the links in reminders."""
