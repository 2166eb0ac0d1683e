"""Dues: what each member is to pay in by the agreement, and what of it has come."""
