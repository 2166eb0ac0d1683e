"""Moving: every step that a referral and its offers may take, and the one place that writes them down."""
