"""The queue: requests that wait for a steward, the oldest first."""
