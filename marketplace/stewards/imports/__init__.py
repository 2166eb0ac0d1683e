"""Imports: a steward sends a spreadsheet, looks at what would come of it, brings it in, takes it back."""
