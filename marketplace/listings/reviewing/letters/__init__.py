"""Letters: what a provider reads of a decision."""
