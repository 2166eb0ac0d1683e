"""Filing: statements as tables for spreadsheet programs."""
