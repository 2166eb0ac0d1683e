"""Shares: a member shows their statement to a worker of their council, for a while."""
