"""Steps: which pages of questions a listing has, and which fields each may write."""
