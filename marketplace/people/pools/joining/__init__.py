"""The pages on which somebody asks, follows an invitation, and takes a place."""
