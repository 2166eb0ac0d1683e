"""What this room keeps about an account, to be handed over or erased."""
