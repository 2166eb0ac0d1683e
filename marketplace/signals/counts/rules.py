"""What outcomes mean, as pure functions."""

MET = ("agreed", "accepted", "started", "continues", "finished", "filled")
"""Outcomes that say that support was found."""
UNMET = (
    "not_taken_up", "declined", "none_found", "never_started", "expired", "nothing_there", "nobody_found",
)  # fmt: skip
"""Outcomes that say that it was not …"""
NOT_A_GAP = ("changed_mind", "found_other", "account_gone", "listing_gone", "blocked", "went_quiet")
"""… unless for one of these reasons, which say nothing of what is missing."""
MOST_TYPES = 5
"""What asks for more kinds of support than these counts for none of them: it says little of each. Every form
allows more, so that nobody knows of any number of requests that all of them are counted by kind."""
