"""The pages on which somebody leaves, a death is recorded, and a pool ends."""
