"""Answering: goes on with a conversation and ends it. Of two at once the second is told; nothing is lost."""
