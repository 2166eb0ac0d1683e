"""Gazetteer: all places of the United Kingdom in one folder of memory-mapped files, shared by all processes.

`pack` builds the folder out of the packages that `sources` reads; `postcodes`, `towns` and `areas` look
things up in it; `lookup` understands what people type and asks these three.
"""
