"""The form on which an advert is written."""
