"""Reading: from the cells of a spreadsheet to drafts, with what is wrong in each row."""
