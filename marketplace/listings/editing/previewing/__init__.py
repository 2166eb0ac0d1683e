"""Previewing: a request as the public would see it, with what is private taken out the same way."""
