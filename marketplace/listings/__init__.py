"""Listings: organisations, what they offer, where, when, for how much, and what has been checked.

A *listing* is what people find; in Open Referral's words it is a `service` of an `organization`. Its status
moves draft -> in_review -> published -> withdrawn. Sub-rooms: `drafts` says what is wrong in a draft,
`indexing` keeps the search index in step, `imports` reads a council's own spreadsheet.
"""
