"""Moderating: what a steward does to a listing of their council: suspend, show again, take down."""
