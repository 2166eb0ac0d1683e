"""History: the content of a listing before each change of it, so that any past version can be shown.

A version is what the listing said while it stood; hiding, confirming and free time make no version (the audit
trail has them). The private base postcode is not kept.
"""
