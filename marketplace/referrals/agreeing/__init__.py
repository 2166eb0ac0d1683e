"""Agreeing: consents, which providers each of them covers, and who was asked with which."""
