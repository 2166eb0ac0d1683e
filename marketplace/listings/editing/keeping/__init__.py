"""Keeping: what a provider does with a public listing without a steward: confirm, pause, show, take down."""
