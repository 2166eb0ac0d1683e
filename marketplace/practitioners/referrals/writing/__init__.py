"""Writing: what somebody needs, before anybody is asked."""
