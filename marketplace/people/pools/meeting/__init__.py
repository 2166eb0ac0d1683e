"""Pages of meeting: who looks for others, who wants the same, and talking."""
