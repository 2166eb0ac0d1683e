"""How many referrals one practitioner may send."""

from datetime import timedelta

MOST_SENT = 60
"""By one practitioner, each with ten providers at most."""
SENT_PER = timedelta(days=1)
