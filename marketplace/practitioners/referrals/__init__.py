"""Referrals of a practitioner: the caseload, one referral, and what can be done with it."""
