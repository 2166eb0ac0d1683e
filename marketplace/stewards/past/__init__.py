"""Past: what a listing said before, as everybody saw it, and what differs between two versions."""
