"""Sessions: where an account is signed in. A token in a cookie, its hash in a table, new at every step."""
