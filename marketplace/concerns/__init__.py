"""Concerns: what anyone reports about a listing, and what is done about it.

Words: a concern is *urgent* when somebody may be unsafe (`ConcernKind.SAFEGUARDING`): whom to call is shown
first, the council's safeguarding contact is written to at once, administrators are when nobody opens it, and
the provider is never told. What was written is in this room only, never in the audit trail, a log or a
subject, and is deleted with the concern after the council's retention.
"""
