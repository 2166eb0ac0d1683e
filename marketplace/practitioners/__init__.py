"""Practitioners: pages of those who refer people: options packs, referrals, their caseload."""
