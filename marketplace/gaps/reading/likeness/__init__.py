"""Which councils are most like one another, from figures that are open: there is no open list of them."""
