"""Accounts that nobody uses: warned twice by letter, each time with its days, and then deleted."""
