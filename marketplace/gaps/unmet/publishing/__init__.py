"""Publishing: a month that is over is counted once, for all councils together, and never again."""
