"""Letters: what a provider reads when a steward does something to their listing."""
