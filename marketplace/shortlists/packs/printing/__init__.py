"""Prints options packs: what a pack says in words, and its template `pack.typ` for `kernel.printing`."""
