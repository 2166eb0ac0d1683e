"""Returning: what a council had listed goes back to it, as it was, when the people leave who took it on."""
