"""Keeping: what time brings about: answers that are late, providers who went, and the end of what is kept."""
