"""Made-up accounts of the demonstration, which anybody may sign in as, and the page that says how.

Their address ends with a domain that cannot exist; outside of a demonstration nobody signs in with one.
"""
