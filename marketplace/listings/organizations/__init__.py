"""Organizations: the people of an organisation.

`invites` asks somebody to join by email, `claims` lets somebody say that a listing is theirs, `leaving`
takes an account out of all of them.
"""
