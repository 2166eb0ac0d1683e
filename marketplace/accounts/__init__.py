"""Accounts: who signs in, as what, for which council; sessions, second factor, single sign-on.

Sub-rooms: `joining` (signing up), `entering` (signing in), `sessions`, `passwords`, `keeping` (name, password
and address), `supporting` (acting for somebody), `roles`, `leaving` (downloading, deleting), `limits`,
`second_factor`, `single_sign_on`, `staff`, `holding`, `addresses`, `demonstration`. `service` is the door of
most of them.
"""
