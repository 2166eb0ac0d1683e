"""Sharing: a member lets a worker of their council see a statement, and takes it back."""
