"""Letters: what is written to who looks for somebody. Nothing of an advert stands in them."""
