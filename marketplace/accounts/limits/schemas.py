"""What may be tried how often."""

from datetime import timedelta

from msgspec import Struct


class Limit(Struct, frozen=True, kw_only=True):
    """At most `most` in any `per`; all of them may come at once, and then one each `per / most`."""

    name: str
    most: int
    per: timedelta


SIGN_INS = Limit(name="sign-in", most=100, per=timedelta(minutes=10))
"""By one client without a known device. A library or an office may be one client."""
SIGN_UPS = Limit(name="sign-up", most=20, per=timedelta(hours=1))
"""By one client."""
RESETS = Limit(name="reset", most=20, per=timedelta(hours=1))
"""Asked for by one client."""
LETTERS = Limit(name="letters", most=5, per=timedelta(hours=1))
"""To one address that anybody can type: more would be a nuisance to its owner. See `may_write_to`."""
NEW_PASSWORDS = Limit(name="new password", most=30, per=timedelta(hours=1))
"""Tried by the holder of one link or one account: judging one may take half a second of a core."""
CONCERNS = Limit(name="concern", most=10, per=timedelta(hours=1))
"""Reported by one client."""
CLAIMS = Limit(name="claim", most=10, per=timedelta(hours=1))
"""Made by one account."""
SINGLE_SIGN_ONS = Limit(name="single sign-on", most=60, per=timedelta(minutes=10))
"""Begun by one client."""
INVITATIONS = Limit(name="invitation", most=100, per=timedelta(hours=1))
"""Sent by one account: each is a letter to an address that was typed."""
IMPORTS = Limit(name="import", most=30, per=timedelta(hours=1))
"""Spreadsheets sent by one steward: reading one may take seconds, and a process reads one at a time."""
ENQUIRIES = Limit(name="enquiry", most=30, per=timedelta(days=1))
"""Sent by one account, each listing by itself: who is in a hurry asks a dozen."""
MESSAGES = Limit(name="message", most=200, per=timedelta(days=1))
"""Written by one account in conversations."""
ENQUIRY_LETTERS = Limit(name="enquiry letter", most=10, per=timedelta(hours=1))
"""That somebody wrote, to one account or organisation. What was written is in its messages all the same."""
SHARED_LISTS = Limit(name="shared list", most=20, per=timedelta(hours=1))
"""Shared by one account, or by one client without an account."""
ADVERTS = Limit(name="advert", most=10, per=timedelta(days=1))
"""Handed in to a steward by one account, changes too."""
ADVERT_REPORTS = Limit(name="advert report", most=10, per=timedelta(days=1))
"""Adverts that one provider says something is wrong with."""
PRINTED_PACKS = Limit(name="printed pack", most=120, per=timedelta(hours=1))
"""Options packs as PDF, by one account or by one client: each takes a part of a second of a core."""
FEEDBACK = Limit(name="feedback", most=20, per=timedelta(days=1))
"""Given by one account to providers."""
POOLS = Limit(name="pool", most=10, per=timedelta(days=1))
"""Started by one account."""
POOL_ASKS = Limit(name="asking a pool", most=20, per=timedelta(days=1))
"""By one account: each is a letter to those who lead."""
POOL_LINKS = Limit(name="invitation to a pool", most=30, per=timedelta(days=1))
"""Links that one account makes to hand on."""
POOL_HELP = Limit(name="help for a pool", most=20, per=timedelta(days=1))
"""Asked for, or said yes to, by one account: each may be a letter to an organisation."""
POOL_WISHES = Limit(name="wish for a pool", most=10, per=timedelta(days=1))
"""Written or changed by one account."""
POOL_PLACES = Limit(name="place of a wish", most=3, per=timedelta(days=1))
"""Places that one account looks from: many would say where somebody is who is told of."""
POOL_MESSAGES = Limit(name="message in a pool", most=200, per=timedelta(days=1))
"""Written by one account."""
POOL_PROPOSALS = Limit(name="pool proposal", most=10, per=timedelta(days=1))
"""Versions of its agreement that one pool asks its members to read: each is a letter to all of them."""
PRINTED_AGREEMENTS = Limit(name="printed agreement", most=120, per=timedelta(hours=1))
"""As PDF, by one account: each takes a part of a second of a core."""
PRINTED_STATEMENTS = Limit(name="printed statement", most=120, per=timedelta(hours=1))
"""Statements of pools as PDF, by one account: one of years takes some seconds of a core."""
GAP_FILES = Limit(name="gap file", most=120, per=timedelta(hours=1))
"""Files of a council's market, by one account: each takes about a second of a core."""
POOL_ENTRIES = Limit(name="entry of a pool", most=300, per=timedelta(hours=1))
"""Of its money and its register, by one account: who copies a year of a notebook needs fewer. Nothing of the
record can be deleted, so that a script is not to fill it."""
SHARED_STATEMENTS = Limit(name="shared statement", most=20, per=timedelta(days=1))
"""Shown to a council by one account: each may be a letter to it."""
