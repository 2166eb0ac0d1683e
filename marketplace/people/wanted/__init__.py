"""Wanted, for who looks: their adverts, writing one, and saying that it is over."""
