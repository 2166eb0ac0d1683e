"""Alerts: what is new for somebody, in one letter a day at most.

Three things are told, together: adverts that suit the listings somebody looks after, listings that suit an
advert of their own, and what came new to the searches that they keep. Only what was not there before is told,
and each thing once.
"""
