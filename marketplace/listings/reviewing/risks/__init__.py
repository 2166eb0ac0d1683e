"""Risks: what a steward should look at first in a request, by rules that need no judgement."""
