"""Prints agreements: what one says in words, and its template `agreement.typ` for `kernel.printing`."""
