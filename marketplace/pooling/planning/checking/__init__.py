"""Which plans can be worked out: every figure within bounds that a real pool has."""
