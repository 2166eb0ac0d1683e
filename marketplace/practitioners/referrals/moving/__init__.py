"""Moving: one referral as it is now, and the buttons that move it on."""
