"""Areas as lines on a map: small whole numbers, and few corners."""
