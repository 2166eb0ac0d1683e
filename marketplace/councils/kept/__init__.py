"""A copy of councils' settings in each web process, for pages that many people read.

A few seconds old at most, so only for what is shown: whoever decides something by settings reads them.
"""
