"""Councils: how each council that takes part works: its words, contacts, intervals and rules.

Words: a council is *in the system* when it has settings of its own here. The *responsible council* of a
record is the council of its place if that is in the system, else `NATIONAL`, whose stewards look after the
rest and whose settings every other place takes: the national defaults.
"""
