"""Referrals: a practitioner asks providers for a person who agreed to it, and learns what came of it.

Words: an *offer* is one provider who is, or is to be, asked. A referral is read by the team that made it (or
by its one practitioner) and by the provider. An administrator, steward or commissioner sees none, nor does
the audit trail of a council show any. Every step is one of `moving.rules`, and the database refuses others.
`sending` asks providers, `answering` is the provider's side, `keeping` does what time brings about.
"""
