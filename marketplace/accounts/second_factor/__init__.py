"""The second factor: a code of six digits from an app (TOTP), or one of ten recovery codes, each once.

Staff must have one; others may. What an app needs is kept encrypted, recovery codes as hashes.
"""
