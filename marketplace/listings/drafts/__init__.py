"""Drafts: what is wrong in what a provider says of a listing, and how to mend it, in plain words."""
