"""Deciding: stewards say what they saw, and accepted claims become checks of the organisation's listings."""
