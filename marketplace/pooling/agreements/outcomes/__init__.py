"""What a member keeps for themselves alone: what their share is for, and that their council said yes."""
