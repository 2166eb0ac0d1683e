"""Pooling: people who put direct payments together for one piece of support, as they chose and agreed."""
