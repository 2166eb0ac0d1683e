"""Single numbers and dates, read forgivingly: "6.5 hours", "27 3 2026"."""
