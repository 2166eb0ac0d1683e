"""What outcomes mean, as pure functions."""

from datetime import date

MET = ("agreed", "accepted", "started", "continues", "finished", "filled")
"""Outcomes that say that support was found."""
UNMET = (
    "not_taken_up", "declined", "none_found", "never_started", "expired", "nothing_there", "nobody_found",
)  # fmt: skip
"""Outcomes that say that it was not …"""
NOT_A_GAP = ("changed_mind", "found_other", "account_gone", "listing_gone", "blocked", "went_quiet")
"""… unless for one of these reasons, which say nothing of what is missing."""


def read_month(text: str, months: list[date]) -> date | None:
    """The month that an address asks for ("2026-10"), the newest for an empty text; None for all else."""
    if not text:
        return months[0] if months else None
    return next((month for month in months if f"{month:%Y-%m}" == text), None)
