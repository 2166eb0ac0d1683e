"""A pack as it is read: by whoever holds its link, and by its maker beforehand; on the page and as a PDF."""
