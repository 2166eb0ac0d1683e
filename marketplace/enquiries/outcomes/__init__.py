"""Outcomes: tells the market view how an enquiry ended, without the person."""
