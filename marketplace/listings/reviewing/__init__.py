"""Reviewing: change requests decided by stewards, with before and after."""
