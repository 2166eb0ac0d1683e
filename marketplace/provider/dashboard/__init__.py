"""Dashboard: each listing with how it is, and the few things that are done with it often."""
