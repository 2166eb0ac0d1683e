"""Market gaps of a commissioner's own council: what is missing, where, for whom, and how sure that is."""
