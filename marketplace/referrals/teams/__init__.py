"""Teams: practitioners of one council who read each other's referrals."""
