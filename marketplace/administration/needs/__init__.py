"""Needs: what a council's settings lack."""
