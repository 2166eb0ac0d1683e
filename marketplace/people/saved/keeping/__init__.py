"""Saves a listing and takes it off again, from any page; the two cookies; the move at sign-in."""
