"""Freshness: reminders, confirming, ranking lower and hiding what nobody confirms."""
