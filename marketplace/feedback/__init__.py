"""Feedback: what was good and what could be better, for the provider to read; no stars, nothing public.

A person who agreed something with a provider may tell them once, and take it back; the stewards of the
council read it only if the person wishes that. The provider may answer once.
"""
