"""Which of the listings on a page somebody saved, for the pages of the finder."""
