"""Sending: the list of imports, the form to send one more, and the template to start from."""
