"""Conversations: whom somebody asked, and what they answered."""
