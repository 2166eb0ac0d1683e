"""Needs: what waits for somebody in all rooms of pooling, asked at once."""
