"""Conversations: what people ask a provider, and the answers. All of the organisation's people read them."""
